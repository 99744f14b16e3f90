package ledger.projections.generations;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import ledger.projections.GenerationStores;
import ledger.projections.Projection;
import ledger.projections.ReadBarrier;
import ledger.projections.ReadModelUnavailableException;
import ledger.projections.generations.Rebuild.Queued;
import ledger.projections.generations.RebuildSteps.Seen;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A projection in this process: brings the generations that run here to what the control log says ({@link #reconcile}),
 * and publishes what follows from how they run ({@link #tick}). Nothing is decided but by a record in the log; see
 * {@link ControlState} for the states.
 */
final class ManagedProjection {
    private static final Logger LOG = LoggerFactory.getLogger(ManagedProjection.class);

    /** How many ticks pass between looks how far it is, while nothing waits for that: each asks the brokers. */
    static final int TICKS_BETWEEN_LOOKS = 4;

    private final Projection projection;
    private final ReadBarrier barrier;
    private final GenerationEnvironment environment;
    private final LongSupplier nanoTime;
    private final Decisions decisions;
    private final RebuildMeter meter = new RebuildMeter();

    /** What runs here. Guarded by this. */
    private final Map<Integer, GenerationRuntime> runtimes = new TreeMap<>();

    private boolean closed;

    /** Used by the ticks alone. */
    private int ticksSinceLook = TICKS_BETWEEN_LOOKS;

    private volatile @Nullable Serving serving;
    private volatile @Nullable Long lag;

    private record Serving(int generation, GenerationRuntime runtime) {}

    ManagedProjection(
            Projection projection, ReadBarrier barrier, GenerationEnvironment environment, LongSupplier nanoTime) {
        this.projection = projection;
        this.barrier = barrier;
        this.environment = environment;
        this.nanoTime = nanoTime;
        this.decisions = new Decisions(projection.name(), environment.log());
    }

    String name() {
        return projection.name();
    }

    /** A record of the log. Called in the log's order, by one thread. */
    void changed(ControlState record) {
        decisions.changed(record);
    }

    /** Makes generation 1 the active one if the log knows of none. */
    void initialize() {
        decisions.initialize(ControlState.first(projection.version()));
    }

    /** Whether a generation of this projection ran once and will not again, nor runs here any more. */
    boolean isRetired(int generation) {
        Optional<ControlState> state = decisions.find();
        synchronized (this) {
            return state.isPresent() && state.get().isRetired(generation) && !runtimes.containsKey(generation);
        }
    }

    /**
     * Publishes a rebuild, unless there is one; returns its generation.
     *
     * @param ticket gives its place if it has to wait
     */
    int rebuild(RebuildOptions options, Supplier<Optional<Long>> ticket) {
        int version = projection.version();
        return decisions
                .decideUntil(
                        ControlState::builds,
                        state -> ticket.get()
                                .map(place -> state.queued(version, options, place))
                                .orElseGet(() -> state.rebuilding(version, options)))
                .last();
    }

    /** The place of the rebuild that waits; empty if none does. */
    Optional<Long> ticket() {
        return ticket(decisions.state());
    }

    private static Optional<Long> ticket(ControlState state) {
        Rebuild rebuild = state.rebuild();
        return rebuild != null && rebuild.phase() instanceof Queued queued
                ? Optional.of(queued.ticket())
                : Optional.empty();
    }

    /** Whether a rebuild has caught up, and is compared with what serves. */
    boolean isCompared() {
        return decisions
                .find()
                .map(ControlState::rebuild)
                .map(Rebuild::comparison)
                .isPresent();
    }

    /** Whether a rebuild runs. */
    boolean runsRebuild() {
        return decisions.state().runsRebuild();
    }

    /** Publishes that the rebuild that waits runs. */
    void startQueued() {
        decisions.decideUntil(state -> ticket(state).isEmpty(), state -> state.started(projection.version()));
    }

    /** Publishes that there is no rebuild; returns whether there was one, running or failed. */
    boolean cancel() {
        boolean found = decisions.state().rebuild() != null;
        decisions.decideUntil(state -> state.rebuild() == null, ControlState::cancelled);
        return found;
    }

    /** The stores of the generation that serves. */
    GenerationStores stores() {
        Serving now = serving;
        if (now == null) {
            throw new ReadModelUnavailableException(name() + " has not started yet");
        }
        return now.runtime().stores();
    }

    ProjectionStatus status() {
        // In this order: what serves here may lag behind what the log says, and is never ahead of it.
        Serving now = serving;
        ControlState state = decisions.state();
        GenerationRuntime.State runs =
                now == null ? GenerationRuntime.State.STARTING : now.runtime().state();
        return new ProjectionStatus(
                name(),
                now == null ? state.active() : now.generation(),
                runs == GenerationRuntime.State.FAILED ? ProjectionStatus.State.FAILED : ProjectionStatus.State.RUNNING,
                runs == GenerationRuntime.State.RUNNING,
                now == null ? null : now.runtime().restoring(),
                now == null ? null : now.runtime().failure(),
                lag,
                now != null && now.generation() != state.active()
                        ? meter.switching(state.active())
                        : meter.status(state.rebuild()));
    }

    /** Starts the generations that should run here, serves the active one, and ends those that should not run. */
    synchronized void reconcile() {
        if (closed) {
            return;
        }
        ControlState state = decisions.state();
        for (int generation : state.wanted()) {
            runtimes.computeIfAbsent(generation, number -> start(number, Instructions.of(state, number)));
        }
        runtimes.forEach((generation, runtime) -> runtime.follow(Instructions.of(state, generation)));
        Serving before = serving;
        if (before == null || before.generation() != state.active()) {
            GenerationRuntime active = runtimes.get(state.active());
            if (active != null) {
                serving = new Serving(state.active(), active);
                barrier.wakeAll();
            }
        }
        Set<Integer> unwanted = new TreeSet<>(runtimes.keySet());
        unwanted.removeAll(state.wanted());
        unwanted.forEach(this::end);
    }

    private void end(int generation) {
        LOG.info("{}: ends generation {}", name(), generation);
        Objects.requireNonNull(runtimes.remove(generation)).close();
        environment.factory().deleteLocalState(applicationId(generation));
    }

    private GenerationRuntime start(int generation, Instructions instructions) {
        LOG.info("{}: starts generation {}", name(), generation);
        try {
            GenerationRuntime runtime = environment.factory().create(projection, applicationId(generation));
            runtime.follow(instructions);
            runtime.start();
            return runtime;
        } catch (RuntimeException e) {
            LOG.error("{}: generation {} cannot be started", name(), generation, e);
            return new FailedGeneration(e.toString());
        }
    }

    /** Looks at how the generations run, and publishes what follows. */
    void tick() {
        decisions.republishIfOutrun();
        reconcile();
        ControlState state = decisions.state();
        Rebuild rebuild = state.rebuild();
        ticksSinceLook++;
        if (rebuild != null && rebuild.runs()) {
            watch(state, rebuild, look(state));
            reconcile();
        } else if (ticksSinceLook >= TICKS_BETWEEN_LOOKS) {
            var _ = look(state);
        }
    }

    /** How far what serves is. */
    private Map<Integer, PartitionProgress> look(ControlState state) {
        Map<Integer, PartitionProgress> active = progress(state.active());
        ticksSinceLook = 0;
        lag = active.values().stream().mapToLong(PartitionProgress::behind).sum();
        return active;
    }

    private void watch(ControlState state, Rebuild rebuild, Map<Integer, PartitionProgress> active) {
        // Read after the active one's: it is never taken to be further than it was.
        Map<Integer, PartitionProgress> building = progress(rebuild.generation());
        meter.measure(rebuild.generation(), building.values(), nanoTime.getAsLong());
        Optional<GenerationRuntime> serves = runtime(state.active());
        Optional<GenerationRuntime> rebuilt = runtime(rebuild.generation());
        if (serves.isEmpty() || rebuilt.isEmpty()) {
            return;
        }
        Seen seen = new Seen(
                serves.get(),
                rebuilt.get(),
                RebuildSteps.hasReached(building, active),
                active.size(),
                projection.version());
        RebuildSteps.next(state, rebuild, seen).ifPresent(next -> {
            if (decisions.publish(next)) {
                tell(state, next);
            }
        });
    }

    /** How far a generation is. What has folded nothing since it started learns its position from this. */
    private Map<Integer, PartitionProgress> progress(int generation) {
        long askedNanos = nanoTime.getAsLong();
        Map<Integer, PartitionProgress> progress = environment.progress().of(applicationId(generation));
        Map<Integer, Long> committed = new TreeMap<>();
        progress.forEach((partition, offsets) -> committed.put(partition, offsets.committed()));
        runtime(generation).ifPresent(runtime -> runtime.snapshots().committed(committed, askedNanos));
        return progress;
    }

    /** Says what was decided here. */
    private void tell(ControlState before, ControlState after) {
        ComparisonResult result = RebuildSteps.result(before, after);
        if (result != null) {
            LOG.info("{}: comparison of generations: {}", name(), result);
            environment.comparisons().compared(name(), result);
        }
    }

    private synchronized Optional<GenerationRuntime> runtime(int generation) {
        return Optional.ofNullable(runtimes.get(generation));
    }

    /** Ends all generations here; what they have stored stays. */
    synchronized void close() {
        closed = true;
        runtimes.values().forEach(GenerationRuntime::close);
    }

    private String applicationId(int generation) {
        return environment.names().applicationId(name(), generation);
    }
}
