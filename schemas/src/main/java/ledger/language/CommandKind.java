package ledger.language;

/** What kinds of commands there are. */
public enum CommandKind {
    OPEN,
    UPDATE,
    FREEZE,
    UNFREEZE,
    CLOSE,
    DEPOSIT,
    WITHDRAW,
    TRANSACTION,
    CAPTURE,
    VOID,
    REVERSE
}
