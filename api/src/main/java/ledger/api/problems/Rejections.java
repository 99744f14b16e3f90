package ledger.api.problems;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import ledger.language.Rejection;

/** Rejections of commands as problems. */
public final class Rejections {
    private static final String PROBLEM = "problem";

    private Rejections() {}

    /** The problem of a rejection: its details become fields. */
    public static Problem problem(Rejection rejection) {
        Map<String, Object> fields = new LinkedHashMap<>(rejection.details());
        // As malformed input is told anywhere else: what is right is the detail, and where it is wrong a field.
        fields.remove(PROBLEM);
        return new Problem(ProblemCode.of(rejection.reason()), detail(rejection), fields);
    }

    private static String detail(Rejection rejection) {
        Map<String, Object> of = rejection.details();
        String account = "Account " + of.get("accountId");
        return switch (rejection.reason()) {
            case IDEMPOTENCY_KEY_REUSED ->
                "The key " + of.get("idempotencyKey") + " belongs to another request; use a new key for a new request.";
            case OVERLOADED ->
                "Too many commands wait for the transaction. Try again by the same key: nothing is done twice.";
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
                // The second were remembered of limits with too many decimals, which are malformed now.
                of.containsKey("requested")
                        ? account + " is kept in " + of.get("currency") + ", not in " + of.get("requested") + "."
                        : account + " is kept in " + of.get("currency") + ", which has " + of.get("scale")
                                + " decimals.";
            case SAME_ACCOUNT -> account + " is on both sides" + ofPosting(of) + ".";
            case TRANSACTION_NOT_PENDING ->
                "Transaction " + of.get("transactionId") + " is " + of.get("transactionStatus") + "; "
                        + whatItTakes(String.valueOf(of.get("transactionStatus"))) + ".";
            case TRANSACTION_EXPIRED -> "Transaction " + of.get("transactionId") + " has expired.";
            case ALREADY_REVERSED -> "Transaction " + of.get("transactionId") + " was reversed before.";
            case INVALID_REQUEST -> String.valueOf(of.get(PROBLEM));
            case AMOUNT_EXCEEDS_PENDING ->
                of.get("pending") + " is pending, " + of.get("requested") + " was requested.";
            case ACCOUNT_NOT_EMPTY ->
                account + " has a balance of " + of.get("balance") + ", of which " + of.get("reserved")
                        + " is reserved; both must be zero" + onItsWayIn(of) + ".";
            case INSUFFICIENT_FUNDS ->
                of.containsKey("requested")
                        ? account + " has " + of.get("available") + " available, " + of.get("requested")
                                + " was requested."
                        : account + " would have " + of.get("available") + " available.";
            case BALANCE_LIMIT_EXCEEDED ->
                account + " has a balance of " + of.get("balance") + onItsWay(of) + " and may have at most "
                        + of.get("maxBalance") + ".";
            case AMOUNT_OVERFLOW -> account + " cannot hold amounts outside the signed 128-bit range.";
        };
    }

    /** Postings are counted as in JSON pointers, from 0. */
    private static String ofPosting(Map<String, Object> details) {
        return details.containsKey("posting") ? " of /postings/" + details.get("posting") : "";
    }

    /** Rejections of before there was such a thing do not have it. */
    private static String onItsWayIn(Map<String, Object> details) {
        return details.containsKey("incoming")
                ? ", and so must be what is on its way in, " + details.get("incoming")
                : "";
    }

    private static String onItsWay(Map<String, Object> details) {
        Object incoming = details.get("incoming");
        return incoming instanceof String amount && new BigDecimal(amount).signum() != 0
                ? ", with " + amount + " on its way in,"
                : "";
    }

    /** The same reason refuses a capture or void of what is over, and a reversal of what was not posted. */
    private static String whatItTakes(String status) {
        return switch (status) {
            case "PENDING" -> "only what is posted can be reversed";
            case "POSTED", "REVERSED" -> "only what is pending can be captured or voided";
            default -> "nothing of it is pending, and nothing was posted that could be reversed";
        };
    }
}
