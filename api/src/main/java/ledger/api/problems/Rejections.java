package ledger.api.problems;

import java.util.LinkedHashMap;
import java.util.Map;
import ledger.language.Rejection;

/** Rejections of commands as problems. */
public final class Rejections {
    private Rejections() {}

    /** The problem of a rejection: its details become fields. */
    public static Problem problem(Rejection rejection) {
        Map<String, Object> fields = new LinkedHashMap<>(rejection.details());
        return new Problem(ProblemCode.of(rejection.reason()), detail(rejection), fields);
    }

    private static String detail(Rejection rejection) {
        Map<String, Object> of = rejection.details();
        String account = "Account " + of.get("accountId");
        return switch (rejection.reason()) {
            case IDEMPOTENCY_KEY_REUSED ->
                "The key " + of.get("idempotencyKey") + " belongs to another request; use a new key for a new request.";
            case ACCOUNT_EXISTS -> account + " was opened before.";
            case ACCOUNT_NOT_FOUND -> account + " was never opened.";
            case TRANSACTION_NOT_FOUND -> "Transaction " + of.get("transactionId") + " does not exist.";
            case VERSION_MISMATCH ->
                of.containsKey("version")
                        ? account + " is at version " + of.get("version") + ", not at " + of.get("expectedVersion")
                                + "."
                        : account + " does not exist yet, so it is at no version.";
            case ACCOUNT_CLOSED -> account + " is closed and stays so.";
            case ACCOUNT_FROZEN -> account + " is frozen: no money moves until it is unfrozen.";
            case CURRENCY_MISMATCH ->
                of.containsKey("requested")
                        ? account + " is kept in " + of.get("currency") + ", not in " + of.get("requested") + "."
                        : account + " is kept in " + of.get("currency") + ", which has " + of.get("scale")
                                + " decimals.";
            case SAME_ACCOUNT -> account + " is on both sides.";
            case TRANSACTION_NOT_PENDING ->
                "Transaction " + of.get("transactionId") + " is " + of.get("transactionStatus") + ".";
            case TRANSACTION_EXPIRED -> "Transaction " + of.get("transactionId") + " has expired.";
            case ALREADY_REVERSED -> "Transaction " + of.get("transactionId") + " was reversed before.";
            case INVALID_REQUEST -> of.get("pointer") + " " + of.get("problem") + ".";
            case AMOUNT_EXCEEDS_PENDING ->
                of.get("pending") + " is pending, " + of.get("requested") + " was requested.";
            case ACCOUNT_NOT_EMPTY ->
                account + " has a balance of " + of.get("balance") + ", of which " + of.get("reserved")
                        + " is reserved; both must be zero.";
            case INSUFFICIENT_FUNDS ->
                of.containsKey("requested")
                        ? account + " has " + of.get("available") + " available, " + of.get("requested")
                                + " was requested."
                        : account + " would have " + of.get("available") + " available.";
            case BALANCE_LIMIT_EXCEEDED ->
                account + " has a balance of " + of.get("balance") + " and may have at most " + of.get("maxBalance")
                        + ".";
            case AMOUNT_OVERFLOW -> account + " cannot hold amounts outside the signed 128-bit range.";
        };
    }
}
