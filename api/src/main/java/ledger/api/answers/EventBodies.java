package ledger.api.answers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountClosed;
import ledger.language.AccountChange.AccountFrozen;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.AccountUnfrozen;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountChange.FundsCaptured;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountChange.TransactionReversed;
import ledger.language.AccountEvent;
import ledger.language.Asset;
import ledger.language.Limits;
import ledger.language.Posting;
import org.jspecify.annotations.Nullable;

/** The JSON of account events: what all have, and then what belongs to the change. */
public final class EventBodies {
    private EventBodies() {}

    /** What happened, in the past tense: {@code FundsDeposited}. */
    public static String type(AccountEvent event) {
        return event.change().getClass().getSimpleName();
    }

    /**
     * An event.
     *
     * @param shown which postings of the whole transaction are told, where the event has them
     */
    public static ObjectNode event(AccountEvent event, Predicate<Posting> shown) {
        Asset asset = event.asset();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("eventId", event.eventId());
        body.put("type", type(event));
        body.put("accountId", event.accountId().value());
        body.put("version", event.version());
        body.put(
                "transactionId",
                event.transactionId() == null ? null : event.transactionId().value());
        body.put("commandId", event.commandId().value());
        body.put("currency", asset.code());
        body.put("balance", asset.format(event.balance()));
        body.put("reserved", asset.format(event.reserved()));
        body.put("recordedAt", event.recordedAt().toString());
        body.put("effectiveAt", event.effectiveAt().toString());
        change(body, asset, event.change(), shown);
        return body;
    }

    private static void change(ObjectNode body, Asset asset, AccountChange change, Predicate<Posting> shown) {
        switch (change) {
            case AccountOpened opened -> policy(body, asset, opened.limits(), opened.metadata());
            case AccountUpdated updated -> {
                policy(body, asset, updated.limits(), updated.metadata());
                former(body, asset, updated.formerLimits());
            }
            case AccountFrozen _, AccountUnfrozen _, AccountClosed _ -> {
                // Nothing more to say.
            }
            case FundsDeposited deposited -> {
                body.put("amount", asset.format(deposited.amount()));
                particulars(body, deposited.reference(), deposited.metadata());
            }
            case FundsWithdrawn withdrawn -> {
                body.put("amount", asset.format(withdrawn.amount()));
                particulars(body, withdrawn.reference(), withdrawn.metadata());
            }
            case TransactionPosted posted -> {
                movements(body, asset, posted.entries(), posted.postings(), shown);
                particulars(body, posted.reference(), posted.metadata());
            }
            case FundsReserved reserved -> {
                movements(body, asset, reserved.entries(), reserved.postings(), shown);
                body.put("hold", reserved.hold());
                body.put(
                        "expiresAt",
                        reserved.expiresAt() == null
                                ? null
                                : reserved.expiresAt().toString());
                particulars(body, reserved.reference(), reserved.metadata());
            }
            case FundsCaptured captured -> {
                movements(body, asset, captured.entries(), List.of(), shown);
                body.put("released", asset.format(captured.released()));
                body.put("ended", captured.ended());
                body.put("reference", captured.reference());
            }
            case FundsReleased released -> {
                body.put("released", asset.format(released.released()));
                body.put("cause", released.cause().name());
            }
            case TransactionReversed reversed -> {
                body.put("reverses", reversed.reversed().value());
                movements(body, asset, reversed.entries(), reversed.postings(), shown);
                particulars(body, reversed.reference(), reversed.metadata());
            }
        }
    }

    private static void policy(ObjectNode body, Asset asset, Limits limits, Map<String, String> metadata) {
        body.put("overdraftLimit", JsonBodies.formatOrNull(asset, limits.overdraft()));
        body.put("maxBalance", JsonBodies.formatOrNull(asset, limits.maxBalance()));
        body.set("metadata", JsonBodies.metadata(metadata));
    }

    private static void former(ObjectNode body, Asset asset, @Nullable Limits limits) {
        if (limits != null) {
            ObjectNode former = body.putObject("formerLimits");
            former.put("overdraftLimit", JsonBodies.formatOrNull(asset, limits.overdraft()));
            former.put("maxBalance", JsonBodies.formatOrNull(asset, limits.maxBalance()));
        }
    }

    private static void particulars(ObjectNode body, @Nullable String reference, Map<String, String> metadata) {
        body.put("reference", reference);
        body.set("metadata", JsonBodies.metadata(metadata));
    }

    /** The account's own sides; and what is shown of the whole transaction, where the event is the one that has it. */
    private static void movements(
            ObjectNode body, Asset asset, List<Entry> entries, List<Posting> postings, Predicate<Posting> shown) {
        ArrayNode sides = body.putArray("entries");
        for (Entry entry : entries) {
            sides.addObject()
                    .put("counterparty", entry.counterparty().value())
                    .put("amount", asset.format(entry.amount()));
        }
        if (!postings.isEmpty()) {
            ArrayNode whole = body.putArray("postings");
            postings.stream().filter(shown).forEach(posting -> whole.add(JsonBodies.posting(posting)));
        }
    }
}
