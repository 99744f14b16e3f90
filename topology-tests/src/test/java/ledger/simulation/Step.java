package ledger.simulation;

import java.time.Duration;
import ledger.language.Command;

/** One decision of the scheduler. A step that has nothing to do does nothing, so any of them can be left out. */
sealed interface Step {
    /** A client sends a command. */
    record Send(Command command) implements Step {}

    /** A shard consumes the next command or message. */
    record Consume(int shard, boolean message) implements Step {}

    /** A shard commits: what it wrote can be seen. */
    record Commit(int shard) implements Step {}

    /** A shard loses what it did since its last commit, and is started again. */
    record Crash(int shard) implements Step {}

    /**
     * Time passes.
     *
     * @param stalled the shard that does not notice yet; none has this number: all do
     */
    record Wait(Duration time, int stalled) implements Step {}

    /** Nobody sends anything until all is quiet, for long enough that what has expired is given back. */
    record Settle() implements Step {}
}
