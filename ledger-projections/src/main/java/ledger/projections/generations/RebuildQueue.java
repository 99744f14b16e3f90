package ledger.projections.generations;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Bounds how many rebuilds run at once; the others wait in the order in which they were asked for. In one process, one
 * thread at a time decides. Two instances that decide at the same moment may each start one, and so one more in all.
 */
final class RebuildQueue {
    private final Collection<ManagedProjection> projections;
    private final int atOnce;

    /** @param atOnce at least 1 */
    RebuildQueue(Collection<ManagedProjection> projections, int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("no rebuild could ever run: " + atOnce);
        }
        this.projections = projections;
        this.atOnce = atOnce;
    }

    /** Starts or queues a rebuild, unless there is one; returns its generation. */
    synchronized int enter(ManagedProjection projection, RebuildOptions options) {
        return projection.rebuild(options, this::ticket);
    }

    /** Starts those that wait, as far as there is room. */
    synchronized void startNext() {
        Optional<ManagedProjection> next = next();
        while (next.isPresent() && running() < atOnce) {
            next.get().startQueued();
            next = next();
        }
    }

    /** Of a rebuild that is asked for now; empty if it need not wait. */
    private Optional<Long> ticket() {
        long last = tickets().max(Comparator.naturalOrder()).orElse(0L);
        return last == 0 && running() < atOnce ? Optional.empty() : Optional.of(last + 1);
    }

    private long running() {
        return projections.stream().filter(ManagedProjection::runsRebuild).count();
    }

    private Stream<Long> tickets() {
        return projections.stream().map(ManagedProjection::ticket).flatMap(Optional::stream);
    }

    private Optional<ManagedProjection> next() {
        return projections.stream()
                .filter(projection -> projection.ticket().isPresent())
                .min(Comparator.<ManagedProjection>comparingLong(
                                projection -> projection.ticket().orElse(Long.MAX_VALUE))
                        .thenComparing(ManagedProjection::name));
    }
}
