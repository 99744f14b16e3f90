package ledger.projections.generations;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import ledger.projections.EventFolder;
import ledger.projections.FoldContext;
import ledger.projections.ModelDigest;
import ledger.projections.Projection;
import ledger.projections.ProjectionStore;
import ledger.projections.Projections;

/** One process with a manager, on a shared log and cluster, with a disk of its own. */
final class Instance implements GenerationFactory, AutoCloseable {
    static final int REBUILDS_AT_ONCE = 2;
    static final ModelDigest EQUAL = new ModelDigest(BigInteger.TWO);

    final FakeControlLog.Client log;
    final Set<String> disk;
    final Map<String, FakeRuntime> open = new TreeMap<>();
    final ManualScheduler scheduler = new ManualScheduler();
    final ProjectionManager manager;
    String unstartable = "none";
    long nanos;

    private final FakeCluster cluster;

    /** Of the projections' code. */
    int version = 1;

    final List<String> compared = new ArrayList<>();

    private record Named(String name, IntSupplier codeVersion) implements Projection {
        @Override
        public int version() {
            return codeVersion.getAsInt();
        }

        @Override
        public List<ProjectionStore<?, ?>> stores() {
            return List.of();
        }

        @Override
        public EventFolder folder(FoldContext context) {
            throw new UnsupportedOperationException();
        }
    }

    Instance(FakeControlLog log, FakeCluster cluster, String... projections) {
        this(log, cluster, new TreeSet<>(), projections);
    }

    Instance(FakeControlLog log, FakeCluster cluster, Set<String> disk, String... projections) {
        this.log = log.client();
        this.cluster = cluster;
        this.disk = disk;
        GenerationNames names = new GenerationNames("ledger");
        manager = new ProjectionManager(
                new Projections(Arrays.stream(projections)
                        .map(name -> new Named(name, () -> version))
                        .toList()),
                new GenerationEnvironment(
                        names, this.log, this, cluster, cluster, (name, result) -> compared.add(name + " " + result)),
                scheduler,
                ManualScheduler.INTERVAL,
                REBUILDS_AT_ONCE,
                () -> nanos);
    }

    Instance start() {
        manager.start();
        scheduler.tick();
        return this;
    }

    void tick() {
        scheduler.tick();
    }

    /** The generation that runs under that application id. */
    FakeRuntime runtime(String application) {
        FakeRuntime runtime = open.get(application);
        if (runtime == null) {
            throw new AssertionError(application + " is not open, but " + open.keySet());
        }
        return runtime;
    }

    /** Goes through a comparison of two generations that are both here, and equal, to its end. */
    void compareEqual(String serving, String rebuilt) {
        runtime(serving).takes(100, EQUAL);
        tick();
        runtime(rebuilt).takes(100, EQUAL);
        tick();
        tick();
    }

    /** The application ids of the generations that are started and not closed. */
    Set<String> running() {
        Set<String> running = new TreeSet<>();
        open.forEach((application, runtime) -> {
            if (runtime.state() != GenerationRuntime.State.CLOSED) {
                running.add(application);
            }
        });
        return running;
    }

    ProjectionStatus status(String projection) {
        return manager.status(projection).orElseThrow();
    }

    @Override
    public GenerationRuntime create(Projection projection, String application) {
        if (application.equals(unstartable)) {
            throw new IllegalStateException("no disk space");
        }
        disk.add(application);
        FakeRuntime runtime = new FakeRuntime(application, cluster);
        open.put(application, runtime);
        return runtime;
    }

    @Override
    public Set<String> localApplications() {
        return Set.copyOf(disk);
    }

    @Override
    public void deleteLocalState(String application) {
        if (running().contains(application)) {
            throw new AssertionError("state of a running generation deleted: " + application);
        }
        disk.remove(application);
    }

    @Override
    public void close() {
        manager.close();
        scheduler.shutdownNow();
    }
}
