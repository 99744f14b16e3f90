package ledger.registry;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The log that is a registry's only state. Several processes may share one: a write is decided only when everything
 * written before it, by anyone, has been folded.
 */
public interface SchemaLog extends AutoCloseable {
    /**
     * Hands every record, in order, to the fold, and goes on handing over those that come later. Called once, before
     * anything is written. The fold is called by one thread at a time and does not throw.
     *
     * @throws SchemaRegistryException 50001 when the log cannot be read; returns when all that was written before the
     *     call has been folded
     */
    void replay(Consumer<SchemaLogRecord> fold);

    /**
     * Decides and writes as one step: no other write comes between the state that the decision sees and its records,
     * which are written all or none. Returns when they have been folded.
     *
     * @param decision reads the folded state and says what to write; may be called again after a conflict; what it
     *     throws is thrown here and nothing is written
     * @return the decision's result
     * @throws SchemaRegistryException 50001 when the log cannot be written
     */
    <R> R write(Supplier<Write<R>> decision);

    /**
     * Returns when everything that anyone wrote before the call has been folded.
     *
     * @throws SchemaRegistryException 50001 when the log cannot be read
     */
    void catchUp();

    @Override
    void close();

    /**
     * What was decided.
     *
     * @param result the answer for the one who asked
     * @param records to be written; may be empty
     */
    record Write<R>(R result, List<SchemaLogRecord> records) {}
}
