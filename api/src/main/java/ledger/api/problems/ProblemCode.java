package ledger.api.problems;

import java.util.Locale;
import ledger.language.RejectionReason;

/** Every code of a problem, with its HTTP status and title. The type of a problem is its code in kebab-case. */
public enum ProblemCode {
    INVALID_REQUEST(400, "The request is not valid"),
    UNAUTHENTICATED(401, "The request does not say who sends it"),
    FORBIDDEN(403, "The sender may not do this"),
    NOT_FOUND(404, "There is nothing at this address"),
    METHOD_NOT_ALLOWED(405, "The address does not know this method"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The content type is not supported"),
    COMMAND_NOT_FOUND(404, "No command is known by this idempotency key"),
    PROJECTION_NOT_FOUND(404, "No projection has this name"),
    REBUILD_NOT_FOUND(404, "The projection is not being rebuilt"),
    READ_BEHIND(503, "The read model has not come as far as asked"),
    READ_MODEL_UNAVAILABLE(503, "The read model is not available at the moment"),
    OVERLOADED(503, "There is more to do than can be done"),
    NOT_READY(503, "The ledger is not ready yet"),
    INTERNAL_ERROR(500, "Something went wrong inside the ledger"),

    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
    ACCOUNT_EXISTS(409, "The account exists"),
    ACCOUNT_NOT_FOUND(404, "There is no such account"),
    TRANSACTION_NOT_FOUND(404, "There is no such transaction"),
    VERSION_MISMATCH(412, "The account is not at the expected version"),
    ACCOUNT_CLOSED(422, "The account is closed"),
    ACCOUNT_FROZEN(422, "The account is frozen"),
    CURRENCY_MISMATCH(422, "The account is kept in another currency"),
    SAME_ACCOUNT(422, "Both sides are the same account"),
    TRANSACTION_NOT_PENDING(422, "The transaction is not in a state for this"),
    TRANSACTION_EXPIRED(422, "The transaction has expired"),
    ALREADY_REVERSED(422, "The transaction was reversed before"),
    AMOUNT_EXCEEDS_PENDING(422, "The amount is more than is pending"),
    ACCOUNT_NOT_EMPTY(422, "The account is not empty"),
    INSUFFICIENT_FUNDS(422, "The account has not enough available"),
    BALANCE_LIMIT_EXCEEDED(422, "The balance would exceed its limit"),
    AMOUNT_OVERFLOW(422, "The amount would leave the range of amounts");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The code of a rejection, which has the same name. */
    public static ProblemCode of(RejectionReason reason) {
        return valueOf(reason.name());
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** One sentence, the same for all problems of the code. */
    public String title() {
        return title;
    }

    /** The URI reference that names the kind of problem: {@code /problems/insufficient-funds}. */
    public String type() {
        return "/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
