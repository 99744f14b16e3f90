package ledger.projections.generations;

import ledger.projections.GenerationStores;
import ledger.projections.RestoreProgress;
import ledger.projections.Snapshots;
import org.jspecify.annotations.Nullable;

/** One generation of a projection as it runs in this process. Thread-safe. */
public interface GenerationRuntime {
    /** How it is. */
    enum State {
        /** Before or while it gets its partitions; their stores may be readable or not. */
        STARTING,
        /** Folds events. */
        RUNNING,
        /** Ended by an error; for good. */
        FAILED,
        /** Ended. */
        CLOSED
    }

    /**
     * Starts it; returns before it runs. Called once.
     *
     * @throws RuntimeException it cannot be started, and has been closed
     */
    void start();

    /** How it is now. */
    State state();

    /** The error that ended it; {@code null} if none has. */
    @Nullable String failure();

    /** How far its state is restored; {@code null} while nothing is being restored. */
    default RestoreProgress.@Nullable Status restoring() {
        return null;
    }

    /** Does as it is told; the same may be said again and again, also before it starts and after it ended. */
    void follow(Instructions instructions);

    /** The digests that it takes in this process. */
    Snapshots snapshots();

    /** Its stores: always the same object, which throws while they cannot be read. */
    GenerationStores stores();

    /** Ends it and leaves its group; returns when it has ended. What it has stored stays. */
    void close();
}
