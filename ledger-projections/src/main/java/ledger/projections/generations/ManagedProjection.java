package ledger.projections.generations;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import ledger.projections.GenerationStores;
import ledger.projections.Projection;
import ledger.projections.ReadBarrier;
import ledger.projections.ReadModelUnavailableException;
import ledger.projections.generations.ControlState.Rebuild;
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

    /** More decisions of other instances than this between two of one are a fault. */
    private static final int ATTEMPTS = 10;

    private final Projection projection;
    private final ReadBarrier barrier;
    private final GenerationEnvironment environment;
    private final LongSupplier nanoTime;
    private final RebuildMeter meter = new RebuildMeter();

    /** What runs here. Guarded by this. */
    private final Map<Integer, GenerationRuntime> runtimes = new TreeMap<>();

    private boolean closed;

    /** What the log has decided, and its last record, which may have come too late to count. */
    private volatile @Nullable ControlState decided;

    private volatile @Nullable ControlState lastRecord;
    private volatile @Nullable Serving serving;
    private volatile @Nullable Long lag;

    private record Serving(int generation, GenerationRuntime runtime) {}

    ManagedProjection(
            Projection projection, ReadBarrier barrier, GenerationEnvironment environment, LongSupplier nanoTime) {
        this.projection = projection;
        this.barrier = barrier;
        this.environment = environment;
        this.nanoTime = nanoTime;
    }

    String name() {
        return projection.name();
    }

    /** A record of the log. Called in the log's order, by one thread. */
    void changed(ControlState record) {
        ControlState before = decided;
        if (before == null || record.revision() > before.revision()) {
            LOG.info("{}: {}", name(), record);
            decided = record;
        }
        lastRecord = record;
    }

    /** Makes generation 1 the active one if the log knows of none. */
    void initialize() {
        if (decided == null) {
            publish(ControlState.FIRST);
            if (decided == null) {
                throw new ControlLogException("what is published for " + name() + " cannot be read back", null);
            }
        }
    }

    /** Whether a generation of this projection ran once and will not again, nor runs here any more. */
    boolean isRetired(int generation) {
        ControlState state = decided;
        synchronized (this) {
            return state != null && state.isRetired(generation) && !runtimes.containsKey(generation);
        }
    }

    /** Publishes a rebuild, unless one runs; returns its generation. */
    int rebuild() {
        return decideUntil(ControlState::builds, ControlState::rebuilding).last();
    }

    /** Publishes that there is no rebuild; returns whether there was one, running or failed. */
    boolean cancel() {
        boolean found = state().rebuild() != null;
        decideUntil(state -> state.rebuild() == null, ControlState::cancelled);
        return found;
    }

    /** Publishes a decision until what is wanted holds: another instance may have decided something else at the time. */
    private ControlState decideUntil(Predicate<ControlState> wanted, UnaryOperator<ControlState> decision) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ControlState state = state();
            if (wanted.test(state)) {
                return state;
            }
            publish(decision.apply(state));
        }
        ControlState state = state();
        if (!wanted.test(state)) {
            throw new ControlLogException("what is published for " + name() + " does not come to count", null);
        }
        return state;
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
        ControlState state = state();
        Serving now = serving;
        GenerationRuntime.State runs =
                now == null ? GenerationRuntime.State.STARTING : now.runtime().state();
        Rebuild rebuild = state.rebuild();
        return new ProjectionStatus(
                name(),
                now == null ? state.active() : now.generation(),
                runs == GenerationRuntime.State.FAILED ? ProjectionStatus.State.FAILED : ProjectionStatus.State.RUNNING,
                runs == GenerationRuntime.State.RUNNING,
                now == null ? null : now.runtime().failure(),
                lag,
                rebuild == null ? null : meter.status(rebuild));
    }

    /** Starts the generations that should run here, serves the active one, and ends those that should not run. */
    synchronized void reconcile() {
        if (closed) {
            return;
        }
        ControlState state = state();
        for (int generation : state.wanted()) {
            runtimes.computeIfAbsent(generation, this::start);
        }
        Serving before = serving;
        if (before == null || before.generation() != state.active()) {
            GenerationRuntime active = runtimes.get(state.active());
            if (active != null) {
                serving = new Serving(state.active(), active);
                barrier.switched();
            }
        }
        Iterator<Map.Entry<Integer, GenerationRuntime>> all =
                runtimes.entrySet().iterator();
        while (all.hasNext()) {
            var entry = all.next();
            if (!state.wanted().contains(entry.getKey())) {
                all.remove();
                LOG.info("{}: ends generation {}", name(), entry.getKey());
                entry.getValue().close();
                environment.factory().deleteLocalState(applicationId(entry.getKey()));
            }
        }
    }

    private GenerationRuntime start(int generation) {
        LOG.info("{}: starts generation {}", name(), generation);
        try {
            GenerationRuntime runtime = environment.factory().create(projection, applicationId(generation));
            runtime.start();
            return runtime;
        } catch (RuntimeException e) {
            LOG.error("{}: generation {} cannot be started", name(), generation, e);
            return new FailedGeneration(e.toString());
        }
    }

    /** Looks at how the generations run, and publishes what follows. */
    void tick() {
        republishIfOutrun();
        reconcile();
        ControlState state = state();
        Rebuild rebuild = state.rebuild();
        if (rebuild != null && rebuild.runs()) {
            Optional<GenerationRuntime> runtime = runtime(rebuild.generation());
            if (runtime.isPresent() && runtime.get().state() == GenerationRuntime.State.FAILED) {
                String failure = runtime.get().failure();
                publish(state.failed(failure == null ? "unknown" : failure));
            }
        }
        measure(state);
        reconcile();
    }

    /**
     * A record that came too late to count is now the last one, and compaction would keep it instead of the one that
     * counts: say again what does.
     */
    private void republishIfOutrun() {
        ControlState state = state();
        if (!state.equals(lastRecord)) {
            publish(state);
        }
    }

    private void measure(ControlState state) {
        Map<Integer, PartitionProgress> active = environment.progress().of(applicationId(state.active()));
        lag = active.values().stream().mapToLong(PartitionProgress::behind).sum();
        Rebuild rebuild = state.rebuild();
        if (rebuild == null || !rebuild.runs()) {
            return;
        }
        // Read after the active one's: it is never taken to be further than it was.
        Map<Integer, PartitionProgress> building = environment.progress().of(applicationId(rebuild.generation()));
        meter.measure(rebuild.generation(), building.values(), nanoTime.getAsLong());
        boolean running = runtime(rebuild.generation())
                .filter(runtime -> runtime.state() == GenerationRuntime.State.RUNNING)
                .isPresent();
        if (running && hasReached(building, active)) {
            publish(state.switched());
        }
    }

    private static boolean hasReached(
            Map<Integer, PartitionProgress> building, Map<Integer, PartitionProgress> active) {
        return active.entrySet().stream().allMatch(entry -> {
            PartitionProgress own = building.get(entry.getKey());
            return own != null && own.committed() >= entry.getValue().committed();
        });
    }

    private synchronized Optional<GenerationRuntime> runtime(int generation) {
        return Optional.ofNullable(runtimes.get(generation));
    }

    /** Ends all generations here; what they have stored stays. */
    synchronized void close() {
        closed = true;
        runtimes.values().forEach(GenerationRuntime::close);
    }

    private void publish(ControlState state) {
        environment.log().publish(name(), state);
    }

    private ControlState state() {
        ControlState state = decided;
        if (state == null) {
            throw new IllegalStateException(name() + " is asked before the manager has started");
        }
        return state;
    }

    private String applicationId(int generation) {
        return environment.names().applicationId(name(), generation);
    }
}
