package ledger.projections.generations;

import ledger.projections.Snapshots;
import org.jspecify.annotations.Nullable;

/**
 * What a generation is to do, besides folding.
 *
 * @param held it waits, and folds nothing
 * @param refusesPoison it fails at a record that is no event
 * @param order the snapshots that it takes; {@code null}: none
 */
public record Instructions(boolean held, boolean refusesPoison, Snapshots.@Nullable Order order) {

    /**
     * What the control log says of a generation. While it is not known where they are compared, the new one waits, so
     * that it will not be past those positions; nothing depends on how soon it does, for then another attempt is made.
     */
    static Instructions of(ControlState state, int generation) {
        Rebuild rebuild = state.rebuild();
        Comparison comparison = rebuild == null ? null : rebuild.comparison();
        if (generation == state.active()) {
            return new Instructions(
                    false, false, comparison == null ? null : new Snapshots.Order(comparison.attempt(), null));
        }
        if (rebuild == null || rebuild.generation() != generation) {
            return new Instructions(false, false, null);
        }
        boolean knowsPositions = comparison != null && comparison.hasPositions();
        return new Instructions(
                comparison != null && !knowsPositions,
                rebuild.refusesPoison(),
                comparison == null || !knowsPositions
                        ? null
                        : new Snapshots.Order(comparison.attempt(), comparison.positions()));
    }
}
