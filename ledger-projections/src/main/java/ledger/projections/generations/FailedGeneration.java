package ledger.projections.generations;

import ledger.projections.GenerationStores;
import ledger.projections.ReadModelUnavailableException;
import ledger.projections.Snapshots;

/** Stands for a generation that could not even be started. */
record FailedGeneration(String failure) implements GenerationRuntime {
    @Override
    public void start() {
        throw new IllegalStateException("failed before it started: " + failure);
    }

    @Override
    public State state() {
        return State.FAILED;
    }

    @Override
    public void follow(Instructions instructions) {
        // There is nothing to hold.
    }

    @Override
    public Snapshots snapshots() {
        return Snapshots.NONE;
    }

    @Override
    public GenerationStores stores() {
        throw new ReadModelUnavailableException("the read model could not be started: " + failure);
    }

    @Override
    public void close() {
        // Nothing was started.
    }
}
