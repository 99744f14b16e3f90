package ledger.projections.generations;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import ledger.projections.GenerationStores;
import ledger.projections.Projection;
import ledger.projections.Projections;
import ledger.projections.ReadModelUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs all projections of this process, each as the generation that the control log says, and rebuilds them. Every
 * instance has one and follows the same log, so all reach the same state; whichever notices first that a rebuild has
 * caught up publishes the switch.
 *
 * <p>Generations are started, watched and ended by one thread at a time, that of the scheduler. Thread-safe.
 */
public final class ProjectionManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectionManager.class);

    /** How many ticks pass between looks for leftovers while none are expected: another instance may have left some. */
    private static final int TICKS_BETWEEN_SWEEPS = 60;

    /** After each step of a comparison the next is looked for, before the next tick: a generation waits meanwhile. */
    private static final Duration COMPARISON_STEP = Duration.ofMillis(30);

    private final Map<String, ManagedProjection> projections = new LinkedHashMap<>();
    private final GenerationEnvironment environment;
    private final ScheduledExecutorService scheduler;
    private final Duration tickInterval;
    private final RebuildQueue queue;
    private final Leftovers leftovers;
    private final AtomicBoolean sweepDue = new AtomicBoolean(true);
    /** Used by the ticks alone. */
    private int ticksSinceSweep;

    private volatile boolean closed;
    private volatile @Nullable ScheduledFuture<?> ticks;

    /**
     * @param scheduler of one thread, not used by others; stays the caller's
     * @param tickInterval how often to look whether a rebuild has caught up
     * @param rebuildsAtOnce how many run at once, at least 1; others wait
     */
    public ProjectionManager(
            Projections projections,
            GenerationEnvironment environment,
            ScheduledExecutorService scheduler,
            Duration tickInterval,
            int rebuildsAtOnce) {
        this(projections, environment, scheduler, tickInterval, rebuildsAtOnce, System::nanoTime);
    }

    ProjectionManager(
            Projections projections,
            GenerationEnvironment environment,
            ScheduledExecutorService scheduler,
            Duration tickInterval,
            int rebuildsAtOnce,
            LongSupplier nanoTime) {
        for (Projection projection : projections.all()) {
            this.projections.put(
                    projection.name(),
                    new ManagedProjection(projection, projections.barrier(projection.name()), environment, nanoTime));
        }
        this.environment = environment;
        this.scheduler = scheduler;
        this.tickInterval = tickInterval;
        this.queue = new RebuildQueue(this.projections.values(), rebuildsAtOnce);
        this.leftovers = new Leftovers(environment, this.projections);
    }

    /**
     * Reads the log to its end, starts what it says, and follows it from then on. Returns before the generations run: see
     * {@link ProjectionStatus#ready()}. Called once.
     *
     * @throws ControlLogException if the log cannot be read or written
     */
    public void start() {
        environment.log().follow(this::changed);
        projections.values().forEach(ManagedProjection::initialize);
        projections.values().forEach(ManagedProjection::reconcile);
        ticks = scheduler.scheduleWithFixedDelay(this::tick, 0, tickInterval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void changed(String name, ControlState state) {
        ManagedProjection projection = projections.get(name);
        if (projection == null) {
            LOG.warn("The control log has a projection that this program has not: {}", name);
            return;
        }
        projection.changed(state);
        sweepDue.set(true);
        if (ticks != null && !closed) {
            scheduler.execute(() -> guarded("projection " + name, projection::reconcile));
            if (projection.isCompared()) {
                var _ = scheduler.schedule(
                        () -> {
                            if (!closed) {
                                guarded("projection " + name, projection::tick);
                            }
                        },
                        COMPARISON_STEP.toMillis(),
                        TimeUnit.MILLISECONDS);
            }
        }
    }

    private void tick() {
        if (closed) {
            return;
        }
        guarded("rebuilds that wait", queue::startNext);
        for (ManagedProjection projection : projections.values()) {
            guarded("projection " + projection.name(), projection::tick);
        }
        ticksSinceSweep++;
        if (sweepDue.getAndSet(false) || ticksSinceSweep >= TICKS_BETWEEN_SWEEPS) {
            ticksSinceSweep = 0;
            guarded("leftovers of generations", () -> {
                // Again at the next tick, unless it is known that there is nothing to do.
                boolean clean = false;
                try {
                    clean = leftovers.sweep();
                } finally {
                    if (!clean) {
                        sweepDue.set(true);
                    }
                }
            });
        }
    }

    /** A failure must not end the ticks: it may be gone at the next. */
    private static void guarded(String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("Cannot look after the {} now, tries again", what, e);
        }
    }

    /**
     * The stores of the generation of a projection that serves now.
     *
     * @throws ReadModelUnavailableException before it was started
     * @throws IllegalArgumentException if there is no such projection
     */
    public GenerationStores stores(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("no projection " + name))
                .stores();
    }

    /** How every projection is, in the order of their registration. */
    public List<ProjectionStatus> statuses() {
        return projections.values().stream().map(ManagedProjection::status).toList();
    }

    /** How a projection is; empty if there is no such projection. */
    public Optional<ProjectionStatus> status(String name) {
        return find(name).map(ManagedProjection::status);
    }

    /**
     * Starts to rebuild a projection, or lets the rebuild wait until there is room, unless it is being rebuilt already;
     * after a rebuild that failed, starts another. Returns when that is in the log.
     *
     * @param options are not looked at where it is being rebuilt already
     * @return the generation that is being built; empty if there is no such projection
     * @throws ControlLogException if the log cannot be written
     */
    public Optional<Integer> rebuild(String name, RebuildOptions options) {
        return find(name).map(projection -> queue.enter(projection, options));
    }

    /**
     * Gives a rebuild up, or forgets one that failed. Returns when that is in the log.
     *
     * @return whether there was one; empty if there is no such projection
     * @throws ControlLogException if the log cannot be written
     */
    public Optional<Boolean> cancel(String name) {
        return find(name).map(ManagedProjection::cancel);
    }

    private Optional<ManagedProjection> find(String name) {
        return Optional.ofNullable(projections.get(name));
    }

    /** Ends all generations in this process; rebuilds go on with the next start. */
    @Override
    public void close() {
        closed = true;
        ScheduledFuture<?> scheduled = ticks;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        environment.log().close();
        // Side by side: mostly, each waits for brokers.
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            projections.values().forEach(projection -> closing.execute(() -> close(projection)));
        }
    }

    private static void close(ManagedProjection projection) {
        try {
            projection.close();
        } catch (RuntimeException e) {
            LOG.warn("Could not end projection {}", projection.name(), e);
        }
    }
}
