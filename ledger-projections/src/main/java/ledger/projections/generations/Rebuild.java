package ledger.projections.generations;

import org.jspecify.annotations.Nullable;

/**
 * A generation that is to become the active one.
 *
 * @param version of the projection's code that it is built with
 * @param phase how far it is
 */
public record Rebuild(int generation, int version, RebuildOptions options, Phase phase) {
    /** How far a rebuild is. */
    public sealed interface Phase {}

    /**
     * Waits for others to end.
     *
     * @param ticket the lowest starts first
     */
    public record Queued(long ticket) implements Phase {}

    /** Folds the log. */
    public record Replaying() implements Phase {}

    /** Has caught up, and is compared with the generation that serves. */
    public record Comparing(Comparison comparison) implements Phase {}

    /**
     * Has caught up, and takes over without being compared.
     *
     * @param why for people
     */
    public record Uncompared(String why) implements Phase {}

    /**
     * Was given up.
     *
     * @param cause for people
     */
    public record Failed(String cause) implements Phase {}

    /** Whether it is built, now or later. */
    boolean isOpen() {
        return !(phase instanceof Failed);
    }

    /** Whether it is built now. */
    boolean runs() {
        return isOpen() && !isQueued();
    }

    boolean isQueued() {
        return phase instanceof Queued;
    }

    /** While it is compared. */
    @Nullable Comparison comparison() {
        return phase instanceof Comparing comparing ? comparing.comparison() : null;
    }

    /** Whether it fails at a record that is no event. One that has caught up meets the same as that which serves. */
    boolean refusesPoison() {
        return phase instanceof Replaying && !options.skipPoison();
    }

    Rebuild in(Phase next) {
        return new Rebuild(generation, version, options, next);
    }
}
