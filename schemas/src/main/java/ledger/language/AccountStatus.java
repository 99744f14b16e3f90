package ledger.language;

/** What an account may do. */
public enum AccountStatus {
    /** Everything. */
    OPEN,
    /** Be looked at and changed, but not debited or credited. */
    FROZEN,
    /** Be looked at, for ever. */
    CLOSED
}
