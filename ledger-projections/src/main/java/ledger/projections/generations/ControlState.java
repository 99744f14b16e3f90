package ledger.projections.generations;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which generations of a projection there are, as the control log says. Changes are states that follow from the last:
 *
 * <pre>
 *                  rebuilding                  switched
 *  serves n ──────────────────▶ serves n, ────────────────▶ serves m
 *     ▲  ▲                      builds m ◀──────────┐
 *     │  │      cancelled        │    │             │
 *     │  └───────────────────────┘    │ failed      │ rebuilding, as m + 1
 *     │                               ▼             │
 *     │         cancelled        serves n, ─────────┘
 *     └───────────────────────── gave m up
 * </pre>
 *
 * @param revision 1, 2, 3 …: of states with the same revision the first in the log counts, so that of two instances that
 *     decide at the same time one wins everywhere
 * @param active the generation that serves
 * @param rebuild the one built beside it, if any
 * @param last the highest generation ever started; no number is used twice
 */
public record ControlState(
        long revision, int active, @Nullable Rebuild rebuild, int last) {
    /** Of a projection that nothing is known of. */
    static final ControlState FIRST = new ControlState(1, 1, null, 1);

    /**
     * A generation that is to become the active one.
     *
     * @param failure why it was given up; {@code null} while it is built
     */
    public record Rebuild(int generation, @Nullable String failure) {
        /** Whether it is still built. */
        public boolean runs() {
            return failure == null;
        }
    }

    /** Whether a generation is built beside the active one. */
    boolean builds() {
        return rebuild != null && rebuild.runs();
    }

    /** The generations that run. */
    SortedSet<Integer> wanted() {
        SortedSet<Integer> wanted = new TreeSet<>();
        wanted.add(active);
        if (rebuild != null && rebuild.runs()) {
            wanted.add(rebuild.generation());
        }
        return wanted;
    }

    /** Whether a generation ran once and never will again. One with a higher number may be news from another instance. */
    boolean isRetired(int generation) {
        return generation <= last && !wanted().contains(generation);
    }

    ControlState rebuilding() {
        return new ControlState(revision + 1, active, new Rebuild(last + 1, null), last + 1);
    }

    ControlState cancelled() {
        return new ControlState(revision + 1, active, null, last);
    }

    ControlState failed(String cause) {
        return new ControlState(revision + 1, active, new Rebuild(building(), cause), last);
    }

    ControlState switched() {
        return new ControlState(revision + 1, building(), null, last);
    }

    private int building() {
        if (rebuild == null || !rebuild.runs()) {
            throw new IllegalStateException("no generation is being built: " + this);
        }
        return rebuild.generation();
    }
}
