package ledger.language;

/**
 * Why a command is refused. Where several reasons hold, the first in this order is given; the order is part of the HTTP
 * contract.
 */
public enum RejectionReason {
    /** The idempotency key was used before for another request. Looked at before anything else. */
    IDEMPOTENCY_KEY_REUSED,
    /** Too many commands wait for the transaction that it names. Not remembered: sent again, it may be decided. */
    OVERLOADED,
    ACCOUNT_EXISTS,
    ACCOUNT_NOT_FOUND,
    TRANSACTION_NOT_FOUND,
    VERSION_MISMATCH,
    ACCOUNT_CLOSED,
    ACCOUNT_FROZEN,
    CURRENCY_MISMATCH,
    SAME_ACCOUNT,
    /** The transaction is not in a state for this: captured or voided where it is over, reversed where it is not posted. */
    TRANSACTION_NOT_PENDING,
    TRANSACTION_EXPIRED,
    ALREADY_REVERSED,
    /** Malformed in a way that only a shard can see for certain; told like other malformed input. */
    INVALID_REQUEST,
    AMOUNT_EXCEEDS_PENDING,
    ACCOUNT_NOT_EMPTY,
    INSUFFICIENT_FUNDS,
    BALANCE_LIMIT_EXCEEDED,
    /** The balance would leave the signed 128-bit range. */
    AMOUNT_OVERFLOW
}
