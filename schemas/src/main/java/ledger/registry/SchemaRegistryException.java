package ledger.registry;

/**
 * A registry refused a request or could not be asked. Status and code are those of the Confluent Schema Registry REST
 * API, whichever implementation failed.
 */
public final class SchemaRegistryException extends RuntimeException {
    /** {@link #httpStatus()} when no server gave an answer. */
    public static final int NO_ANSWER = 0;

    private final int httpStatus;
    private final int errorCode;

    /**
     * @param httpStatus the HTTP status, or {@link #NO_ANSWER}
     * @param errorCode the registry's own code, for example 40401; the HTTP status where it has none
     * @param message what was wrong, for people
     */
    public SchemaRegistryException(int httpStatus, int errorCode, String message) {
        super(message);
        this.httpStatus = httpStatus;
        this.errorCode = errorCode;
    }

    /** As the other constructor, with what caused it. */
    public SchemaRegistryException(int httpStatus, int errorCode, String message, Throwable cause) {
        super(message, cause);
        this.httpStatus = httpStatus;
        this.errorCode = errorCode;
    }

    /** The HTTP status of the answer, or {@link #NO_ANSWER}. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The registry's error code: 40401 subject, 40402 version, 40403 schema not found, 409 incompatible, … */
    public int errorCode() {
        return errorCode;
    }

    /** Whether a fault was caused by a registry that may answer the same request later: see {@link #retriable}. */
    public static boolean mayPass(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SchemaRegistryException registry && registry.retriable()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the same request may succeed later without anyone changing it: the registry was not reached, was busy or
     * failed. A record whose schema could not be fetched for such a reason is not undecodable.
     */
    public boolean retriable() {
        return httpStatus == NO_ANSWER || httpStatus == 408 || httpStatus == 429 || httpStatus >= 500;
    }
}
