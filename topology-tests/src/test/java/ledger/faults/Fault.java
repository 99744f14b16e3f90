package ledger.faults;

/**
 * Something that is done to a member.
 *
 * @param afterMs how long after the members of its kind were last well
 * @param lastsMs how long until it is started again or runs on
 */
record Fault(int afterMs, Kind kind, int member, int lastsMs) {
    enum Kind {
        /** {@code kill -9}, then a start. */
        KILL,
        /** {@code SIGSTOP}, then {@code SIGCONT}. */
        PAUSE
    }
}
