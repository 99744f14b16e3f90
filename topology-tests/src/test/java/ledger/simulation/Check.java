package ledger.simulation;

/** What the {@link Auditor} looks at. */
enum Check {
    /** Each event comes of a command that was sent, to an account of the shard that wrote it, and says what was asked. */
    ORIGIN,
    /** Versions are 1, 2, 3 … without gaps, one event each. */
    VERSIONS,
    /** What an event says of its account follows from the events before it. */
    BALANCES,
    /** Accounts, boundary and what is in transit sum to zero per currency; nothing stays in transit. */
    CONSERVATION,
    /** No account is outside its limits, nor moves while it must not. */
    LIMITS,
    /** Each leg is as asked, and a transaction has all of its legs or none. */
    ALL_OR_NOTHING,
    /** A key is applied once, and a retry gets the first answer, byte for byte. */
    AT_MOST_ONCE,
    /** Each command is answered as often as it was sent, with what became of it. */
    ANSWERS,
    /** A hold is given back when its time has come. */
    HOLDS,
    /** The published balances are those after the last event of each account. */
    PUBLISHED_BALANCES,
    /** Each event carries the hash of the one before it in its shard and its own. Looked at last: most faults break it. */
    CHAIN
}
