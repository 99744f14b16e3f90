package ledger.api.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import ledger.api.cluster.HttpPeers;
import ledger.api.config.HostAndPort;
import ledger.api.config.LedgerConfig;
import ledger.api.feed.EventFeeds;
import ledger.api.http.ClusterSide;
import ledger.api.http.Health;
import ledger.api.http.HttpApi;
import ledger.api.lifecycle.Resources;
import ledger.api.metrics.LagMetrics;
import ledger.api.metrics.PeerMetrics;
import ledger.api.metrics.ProjectionMetrics;
import ledger.api.metrics.ServerMetrics;
import ledger.api.streams.LocalState;
import ledger.api.streams.StreamsSettings;
import ledger.api.tls.Tls;
import ledger.codec.LedgerSerdes;
import ledger.language.Assets;
import ledger.projections.RestoreProgress;
import ledger.projections.cluster.Cluster;
import ledger.projections.generations.ProjectionStatus;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;

/**
 * One instance of the ledger: brokers (embedded, or a cluster's), schema registry, shards, read models and the HTTP
 * interface, started in this order and stopped in the opposite one.
 */
public final class LedgerServer implements AutoCloseable, Health {
    private static final long LAG_INTERVAL_SECONDS = 2;
    private static final long READY_POLL_MS = 10;

    private final Resources resources = new Resources();
    private final KafkaBackend kafka;
    private final LocalState state;
    private final CommandSide commands;
    private final ReadModels readModels;
    private final HttpApi http;

    /**
     * Starts an instance. Returns when it listens, which is before it is ready: see {@link #missing()}.
     *
     * @throws StartupException and the exceptions of the parts, each with one line that says what to do; then nothing is
     *     left running
     */
    public static LedgerServer start(LedgerConfig config) {
        HostAndPort address = freeAddress(config.http().address());
        Resources resources = new Resources();
        try {
            Tls tls = resources.add(Tls.of(config.http()));
            return new LedgerServer(config.listeningAt(address), tls, resources);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    private LedgerServer(LedgerConfig config, Tls tls, Resources opened) {
        opened.add(resources);
        ServerMetrics metrics = resources.add(new ServerMetrics());
        tls.port().ifPresent(port -> metrics.bindCertificate(port::validFor));
        kafka = resources.add(KafkaBackend.start(config));
        state = resources.add(LocalState.open(StreamsSettings.stateDirectory(config)));
        SchemaSide schemas = resources.add(SchemaSide.open(config, kafka, tls));
        LedgerSerdes serdes = new LedgerSerdes(schemas.client());
        HttpPeers peers =
                resources.add(new HttpPeers(config.cluster().secret(), tls, new PeerMetrics(metrics.registry())));
        Cluster cluster = new Cluster(peers);
        readModels = resources.add(
                new ReadModels(config, kafka, serdes, new ProjectionMetrics(metrics.registry()), cluster));
        commands = resources.add(new CommandSide(config, kafka, serdes, metrics, cluster));
        EventFeeds feeds = Feeds.of(config, kafka, serdes, metrics);
        http = resources.add(new HttpApi(
                config.http(),
                Assets.declaring(config.assets()),
                commands.gateway(),
                readModels.reads(),
                feeds,
                this,
                metrics.registry(),
                tls,
                new ClusterSide(
                        cluster,
                        peers,
                        config.cluster().secret(),
                        config.topics().shards(),
                        commands.underWay()),
                schemas.routes()));
        // Closed before the HTTP interface, which waits for the requests under way.
        resources.add(feeds);
        startStreams();
        http.start();
        measureLags(new LagMetrics(metrics.registry(), kafka.admin()));
    }

    private void startStreams() {
        try {
            commands.start();
            readModels.start();
        } catch (ProcessorStateException e) {
            state.distrust();
            throw new StartupException(
                    e.getMessage() + "; start again: the state stores are restored from the log then", e);
        }
    }

    private void measureLags(LagMetrics lags) {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("ledger-lags").daemon().factory());
        resources.add(scheduler::shutdownNow);
        var _ = scheduler.scheduleWithFixedDelay(
                () -> lags.measure(applications(), readModels.manager().statuses()),
                0,
                LAG_INTERVAL_SECONDS,
                TimeUnit.SECONDS);
    }

    private List<String> applications() {
        List<String> applications = new ArrayList<>();
        applications.add(CommandSide.APPLICATION);
        for (ProjectionStatus status : readModels.manager().statuses()) {
            applications.add(readModels.applicationId(status));
        }
        return applications;
    }

    /**
     * Before anything else is started: two instances on one port are a mistake that must leave no trace, and the others
     * are told the port before this one listens.
     */
    private static HostAndPort freeAddress(HostAndPort address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address.host(), address.port()));
            return new HostAndPort(address.host(), probe.getLocalPort());
        } catch (IOException e) {
            throw new StartupException(
                    "cannot listen on " + address + ": " + e.getMessage() + "; give another address with --http", e);
        }
    }

    @Override
    public List<String> broken() {
        return switch (commands.shards().state()) {
            case PENDING_ERROR, ERROR, NOT_RUNNING -> List.of("the shards have stopped after a fault; see the log");
            case CREATED, REBALANCING, RUNNING, PENDING_SHUTDOWN -> List.of();
        };
    }

    @Override
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (!commands.shards().isReady()) {
            missing.add("the shards are " + commands.shards().state()
                    + progress(commands.shards().restoring()));
        }
        if (!commands.replies().isListening()) {
            missing.add("replies are not heard yet");
        }
        for (ProjectionStatus status : readModels.manager().statuses()) {
            if (!status.ready()) {
                missing.add("the read model " + status.name() + " is not readable"
                        + (status.failure() == null ? " yet" + progress(status.restoring()) : ": " + status.failure()));
            }
        }
        return missing;
    }

    private static String progress(RestoreProgress.@Nullable Status restoring) {
        return restoring == null ? "" : ": " + restoring;
    }

    /**
     * Returns when nothing is missing.
     *
     * @throws StartupException if something is broken, so that it would be missed for ever
     */
    public void awaitReady() throws InterruptedException {
        while (!missing().isEmpty()) {
            List<String> broken = broken();
            if (!broken.isEmpty()) {
                throw new StartupException(String.join("; ", broken));
            }
            TimeUnit.MILLISECONDS.sleep(READY_POLL_MS);
        }
    }

    /** Where the brokers are. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** The port of the HTTP interface. */
    public int httpPort() {
        return http.port();
    }

    /** The HTTP interface. */
    public HttpApi http() {
        return http;
    }

    @Override
    public void close() {
        boolean hasFailed = readModels.manager().statuses().stream().anyMatch(model -> model.failure() != null);
        if (hasFailed || !broken().isEmpty()) {
            state.distrust();
        }
        resources.close();
    }
}
