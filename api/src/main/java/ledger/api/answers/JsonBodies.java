package ledger.api.answers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ledger.api.problems.Problem;
import ledger.language.Account;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.Posting;
import ledger.language.Transaction;
import ledger.projections.trialbalance.Totals;
import ledger.projections.trialbalance.TrialBalanceItem;
import org.jspecify.annotations.Nullable;

/** The JSON of accounts, transactions and problems. */
public final class JsonBodies {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonBodies() {}

    /** An account as it stands. */
    public static ObjectNode account(Account account) {
        Asset asset = account.asset();
        ObjectNode body = JSON.objectNode();
        body.put("id", account.id().value());
        body.put("currency", asset.code());
        body.put("status", account.status().name());
        body.put("balance", asset.format(account.balance()));
        body.put("reserved", asset.format(account.reserved()));
        body.put("available", formatOrNull(asset, account.available()));
        body.put("overdraftLimit", formatOrNull(asset, account.limits().overdraft()));
        body.put("maxBalance", formatOrNull(asset, account.limits().maxBalance()));
        body.put("version", account.version());
        body.set("metadata", metadata(account.metadata()));
        body.put("openedAt", account.openedAt().toString());
        body.put("updatedAt", account.updatedAt().toString());
        return body;
    }

    /** A transaction, and what a command left on every account that it touched. */
    public static ObjectNode transaction(Transaction transaction, List<BalanceAfter> balances) {
        ObjectNode body = JSON.objectNode();
        body.put("id", transaction.id().value());
        body.put("status", transaction.status().name());
        ArrayNode postings = body.putArray("postings");
        for (int i = 0; i < transaction.postings().size(); i++) {
            Posting posting = transaction.postings().get(i);
            ObjectNode item = posting(posting);
            postings.add(item);
            if (!transaction.captured().isEmpty()) {
                item.put(
                        "captured",
                        posting.asset().format(transaction.captured().get(i)));
            }
        }
        body.put("reference", transaction.reference());
        body.set("metadata", metadata(transaction.metadata()));
        body.put("recordedAt", transaction.recordedAt().toString());
        body.put("effectiveAt", transaction.effectiveAt().toString());
        putIfThere(body, "expiresAt", transaction.expiresAt());
        putIfThere(body, "reverses", transaction.reverses());
        putIfThere(body, "reversedBy", transaction.reversedBy());
        ObjectNode after = body.putObject("balances");
        balances.forEach(balance -> after.set(balance.accountId().value(), balance(balance)));
        return body;
    }

    /** The totals of one asset. */
    public static ObjectNode trialBalance(TrialBalanceItem item) {
        Asset asset = item.asset();
        Totals totals = item.totals();
        ObjectNode body = JSON.objectNode();
        body.put("currency", asset.code());
        body.put("debits", asset.format(totals.debits()));
        body.put("credits", asset.format(totals.credits()));
        body.put("accounts", asset.format(totals.accounts()));
        body.put("boundary", asset.format(totals.boundary()));
        body.put("inTransit", asset.format(totals.inTransit()));
        body.put("balanced", totals.isBalanced());
        return body;
    }

    private static void putIfThere(ObjectNode body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value.toString());
        }
    }

    /** A problem. {@code instance} is where it occurred: an address of the API. */
    public static ObjectNode problem(Problem problem, String instance) {
        ObjectNode body = JSON.objectNode();
        body.put("type", problem.code().type());
        body.put("title", problem.code().title());
        body.put("status", problem.code().status());
        body.put("detail", problem.detail());
        body.put("instance", instance);
        body.put("code", problem.code().name());
        problem.extensions().forEach((name, value) -> {
            switch (value) {
                case Long number -> body.put(name, number);
                default -> body.put(name, value.toString());
            }
        });
        return body;
    }

    static ObjectNode posting(Posting posting) {
        ObjectNode body = JSON.objectNode();
        body.put("from", posting.from().value());
        body.put("to", posting.to().value());
        body.put("amount", posting.asset().format(posting.amount()));
        body.put("currency", posting.asset().code());
        return body;
    }

    private static ObjectNode balance(BalanceAfter after) {
        ObjectNode body = JSON.objectNode();
        body.put("balance", after.asset().format(after.balance()));
        body.put("reserved", after.asset().format(after.reserved()));
        body.put("available", formatOrNull(after.asset(), after.available()));
        body.put("version", after.version());
        return body;
    }

    static ObjectNode metadata(Map<String, String> metadata) {
        ObjectNode body = JSON.objectNode();
        new TreeMap<>(metadata).forEach(body::put);
        return body;
    }

    static @Nullable String formatOrNull(Asset asset, @Nullable Amount amount) {
        return amount == null ? null : asset.format(amount);
    }
}
