package ledger.projections.generations;

import java.util.SortedSet;
import java.util.TreeSet;
import ledger.projections.generations.Rebuild.Comparing;
import ledger.projections.generations.Rebuild.Failed;
import ledger.projections.generations.Rebuild.Phase;
import ledger.projections.generations.Rebuild.Queued;
import ledger.projections.generations.Rebuild.Replaying;
import ledger.projections.generations.Rebuild.Uncompared;
import org.jspecify.annotations.Nullable;

/**
 * Which generations of a projection there are, as the control log says. Changes are states that follow from the last:
 *
 * <pre>
 *            queued              started              comparing, compared            switched
 *  serves n ────────▶ m waits ───────────▶ m replays ─────────────────────▶ m is ────────────▶ serves m
 *     │                                    ▲  │   │                        compared
 *     └────────────── rebuilding ──────────┘  │   │ uncompared              │   │
 *                                             │   └────────▶ m is not ◀─────┘   │ failed
 *                                      failed │                compared         ▼
 *                                             └───────────────────────────▶ gave m up
 * </pre>
 *
 * An uncompared generation is switched to, or fails, like one that is compared. From every state with a rebuild,
 * {@code cancelled} leads back to the first; from the last, {@code queued} and {@code rebuilding} lead on as m + 1.
 *
 * @param revision 1, 2, 3 …: of states with the same revision the first in the log counts, so that of two instances that
 *     decide at the same time one wins everywhere
 * @param active the generation that serves
 * @param activeVersion of the projection's code that it was built with; {@link #UNKNOWN_VERSION} if nobody knows
 * @param rebuild the one built beside it, if any
 * @param last the highest generation ever started; no number is used twice
 */
public record ControlState(
        long revision,
        int active,
        int activeVersion,
        @Nullable Rebuild rebuild,
        int last) {
    /** Of a generation that an older program has made. */
    static final int UNKNOWN_VERSION = 0;

    /** Of a projection that nothing is known of. */
    static ControlState first(int version) {
        return new ControlState(1, 1, version, null, 1);
    }

    /** Whether a generation is built, or will be, beside the active one. */
    boolean builds() {
        return rebuild != null && rebuild.isOpen();
    }

    /** Whether a generation is built now. */
    boolean runsRebuild() {
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

    /**
     * Whether a generation ran once and never will again. One with a higher number may be news from another instance, and
     * one that waits may have been started by it.
     */
    boolean isRetired(int generation) {
        boolean waits = rebuild != null && rebuild.isQueued() && rebuild.generation() == generation;
        return generation <= last && !waits && !wanted().contains(generation);
    }

    ControlState queued(int version, RebuildOptions options, long ticket) {
        return started(version, options, new Queued(ticket));
    }

    ControlState rebuilding(int version, RebuildOptions options) {
        return started(version, options, new Replaying());
    }

    private ControlState started(int version, RebuildOptions options, Phase phase) {
        if (builds()) {
            throw new IllegalStateException("a generation is being built: " + this);
        }
        return with(new Rebuild(last + 1, version, options, phase), last + 1);
    }

    /** @param version of the code that builds it, which may have changed while it waited */
    ControlState started(int version) {
        if (rebuild == null || !rebuild.isQueued()) {
            throw new IllegalStateException("no rebuild waits: " + this);
        }
        return with(new Rebuild(rebuild.generation(), version, rebuild.options(), new Replaying()), last);
    }

    ControlState comparing(int partitions) {
        return compared(Comparison.attempt(1, partitions));
    }

    ControlState compared(Comparison comparison) {
        Rebuild running = running();
        if (running.phase() instanceof Uncompared) {
            throw new IllegalStateException("is not compared: " + this);
        }
        return with(running.in(new Comparing(comparison)), last);
    }

    ControlState uncompared(String why) {
        return with(running().in(new Uncompared(why)), last);
    }

    ControlState failed(String cause) {
        return with(running().in(new Failed(cause)), last);
    }

    ControlState switched() {
        Rebuild running = running();
        Comparison comparison = running.comparison();
        boolean isEqual = comparison != null
                && comparison.isComplete()
                && comparison.differences().isEmpty();
        if (!isEqual && !(running.phase() instanceof Uncompared)) {
            throw new IllegalStateException("has not been compared: " + this);
        }
        return new ControlState(revision + 1, running.generation(), running.version(), null, last);
    }

    ControlState cancelled() {
        return with(null, last);
    }

    private ControlState with(@Nullable Rebuild next, int newLast) {
        return new ControlState(revision + 1, active, activeVersion, next, newLast);
    }

    private Rebuild running() {
        if (rebuild == null || !rebuild.runs()) {
            throw new IllegalStateException("no generation is being built: " + this);
        }
        return rebuild;
    }
}
