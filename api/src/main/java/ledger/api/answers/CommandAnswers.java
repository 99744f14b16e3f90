package ledger.api.answers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import ledger.api.problems.Rejections;
import ledger.language.Account;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Rejection;
import ledger.language.Transaction;
import ledger.language.TransactionId;

/**
 * The answers to commands. They depend on the outcome alone, not on how the command came in, so that a retry, a line of a
 * batch and {@code GET /v1/commands/{key}} all say the same.
 */
public final class CommandAnswers {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;

    private CommandAnswers() {}

    /** The answer to a command that was decided. */
    public static Answer of(CommandOutcome outcome) {
        return switch (outcome.result()) {
            case AccountResult(Account account) -> account(outcome, account);
            case TransactionResult(Transaction transaction, List<BalanceAfter> balances) ->
                transaction(outcome, transaction, balances);
            case Rejection rejection -> problem(Rejections.problem(rejection), path(outcome.commandId()));
        };
    }

    /** The answer to a command whose end is not known yet. */
    public static Answer pending(CommandId key) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("idempotencyKey", key.value());
        body.put("status", "PENDING");
        return new Answer(ACCEPTED, Map.of("Location", path(key)), body);
    }

    /** A problem that occurred at an address. */
    public static Answer problem(Problem problem, String instance) {
        Map<String, String> headers = problem.code() == ProblemCode.OVERLOADED ? Map.of("Retry-After", "1") : Map.of();
        return new Answer(problem.code().status(), headers, JsonBodies.problem(problem, instance));
    }

    /** Where the outcome of a command can be asked for. */
    public static String path(CommandId key) {
        return "/v1/commands/" + segment(key.value());
    }

    private static Answer account(CommandOutcome outcome, Account account) {
        int status = successStatus(outcome);
        String etag = "\"" + account.version() + "\"";
        Map<String, String> headers = status == CREATED
                ? Map.of(
                        "ETag",
                        etag,
                        "Location",
                        "/v1/accounts/" + segment(account.id().value()))
                : Map.of("ETag", etag);
        return new Answer(status, headers, JsonBodies.account(account));
    }

    /** A reversal is answered with what was reversed, and made a transaction too: every command that does names it. */
    private static Answer transaction(CommandOutcome outcome, Transaction transaction, List<BalanceAfter> balances) {
        int status = successStatus(outcome);
        Map<String, String> headers = status == CREATED
                ? Map.of(
                        "Location",
                        "/v1/transactions/"
                                + segment(TransactionId.of(outcome.commandId()).value()))
                : Map.of();
        return new Answer(status, headers, JsonBodies.transaction(transaction, balances));
    }

    private static int successStatus(CommandOutcome outcome) {
        return switch (outcome.kind()) {
            case OPEN, DEPOSIT, WITHDRAW, TRANSACTION, REVERSE -> CREATED;
            case UPDATE, FREEZE, UNFREEZE, CLOSE, CAPTURE, VOID -> OK;
        };
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
