package ledger.projections;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import ledger.api.streams.StreamsSettings;
import ledger.language.AccountEvent;
import ledger.language.Amount;
import ledger.projections.balances.BalancesProjection;
import ledger.projections.cluster.Reach;
import ledger.projections.generations.ComparisonResult;
import ledger.projections.generations.ControlLog;
import ledger.projections.generations.GenerationEnvironment;
import ledger.projections.generations.GenerationNames;
import ledger.projections.generations.GroupProgress;
import ledger.projections.generations.KafkaControlLog;
import ledger.projections.generations.KafkaGenerationResources;
import ledger.projections.generations.KafkaGroupProgress;
import ledger.projections.generations.ProjectionManager;
import ledger.projections.generations.ProjectionStatus;
import ledger.projections.generations.ProjectionStatus.RebuildState;
import ledger.projections.generations.ProjectionStatus.RebuildStatus;
import ledger.projections.generations.StreamsCluster;
import ledger.projections.generations.StreamsGenerations;
import ledger.records.AccountBalance;
import ledger.testing.ChangedEvents;
import ledger.testing.TestSerdes;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.state.HostInfo;

/** An instance that keeps balances, with the settings of the application. */
final class RebuildInstance implements AutoCloseable {
    /** Nobody asks this instance over HTTP. */
    private static final HostInfo NOT_ASKED = new HostInfo("127.0.0.1", 1);

    static final String NAME = BalancesProjection.NAME;
    static final GenerationNames NAMES = new GenerationNames("ledger");
    private static final Duration SOON = Duration.ofSeconds(60);

    final Balances balances = new Balances();
    final List<ComparisonResult> compared = new CopyOnWriteArrayList<>();
    final ProjectionManager manager;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService digests = Executors.newSingleThreadExecutor();
    /** Digests that are not computed until it is asked for; {@code held} says whether. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    private boolean held;

    /** The balances, or a fold that is a cent off in one account, as it was when the fold began. */
    static final class Balances implements Projection {
        private final BalancesProjection right = new BalancesProjection(AvroSerde.of(AccountBalance.class));
        volatile boolean oneCentOff;

        @Override
        public String name() {
            return right.name();
        }

        @Override
        public List<ProjectionStore<?, ?>> stores() {
            return right.stores();
        }

        @Override
        public EventFolder folder(FoldContext context) {
            EventFolder folder = right.folder(context);
            boolean off = oneCentOff;
            return event ->
                    folder.fold(off && event.accountId().value().equals("account-7") ? withOneCentMore(event) : event);
        }

        private static AccountEvent withOneCentMore(AccountEvent event) {
            return ChangedEvents.with(event, event.version(), event.balance().plus(Amount.ofMinor(1)));
        }
    }

    RebuildInstance(RebuildCluster cluster, String id) {
        LedgerConfig config = LedgerConfig.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        ConfigKey.DATA,
                        cluster.directory.resolve(id).toString(),
                        ConfigKey.INSTANCE_ID,
                        id,
                        ConfigKey.PROJECTION_COMMIT_INTERVAL_MS,
                        "100"));
        StreamsSettings settings = new StreamsSettings(config, cluster.connection);
        Projections projections = new Projections(List.of(balances));
        GroupProgress progress = new KafkaGroupProgress(cluster.admin, Topics.EVENTS, RebuildCluster.PARTITIONS);
        StreamsGenerations generations = new StreamsGenerations(
                projections,
                new ProjectionTopology(Topics.EVENTS, AvroSerde.events(), (_, _, _, _) -> {}),
                (topology, application, poison) -> new KafkaStreams(
                        topology, settings.projection(application, NAMES.isRebuilt(application), poison)),
                StreamsSettings.stateDirectory(config),
                () -> RebuildCluster.PARTITIONS,
                new StreamsCluster(NOT_ASKED, Topics.EVENTS, cluster.admin, progress),
                this::compute,
                (_, _) -> {});
        manager = new ProjectionManager(
                projections,
                new GenerationEnvironment(
                        NAMES,
                        log(cluster.connection),
                        generations,
                        progress,
                        new KafkaGenerationResources(cluster.admin, NAMES),
                        (_, result) -> compared.add(result)),
                scheduler,
                Duration.ofMillis(50),
                1);
        manager.start();
        await().atMost(SOON).until(() -> status().ready());
    }

    private static ControlLog log(Map<String, Object> connection) {
        Map<String, Object> reads = new HashMap<>(connection);
        reads.put("enable.auto.commit", false);
        reads.put("auto.offset.reset", "earliest");
        return new KafkaControlLog(
                Topics.PROJECTION_CONTROL,
                new KafkaProducer<>(
                        connection,
                        new StringSerializer(),
                        TestSerdes.LEDGER.projectionControl().serializer()),
                new KafkaConsumer<>(
                        reads,
                        new StringDeserializer(),
                        TestSerdes.LEDGER.projectionControl().deserializer()),
                InstantSource.system(),
                Duration.ofSeconds(30));
    }

    private synchronized void compute(Runnable digest) {
        if (held) {
            waiting.add(digest);
        } else {
            digests.execute(digest);
        }
    }

    /** Computes no digest, so that a comparison does not end. */
    synchronized void holdDigests() {
        held = true;
    }

    ProjectionStatus status() {
        return manager.status(NAME).orElseThrow();
    }

    /** Waits until there is a rebuild of which that holds. */
    RebuildStatus awaitRebuild(Predicate<RebuildStatus> condition) {
        await().atMost(SOON).until(() -> {
            RebuildStatus rebuild = status().rebuild();
            return rebuild != null && condition.test(rebuild);
        });
        return Objects.requireNonNull(status().rebuild());
    }

    RebuildStatus awaitRebuild(RebuildState state) {
        return awaitRebuild(rebuild -> rebuild.state() == state);
    }

    /** Waits until that generation serves, readable. */
    void awaitServing(int generation) {
        await().atMost(SOON).until(() -> {
            ProjectionStatus status = status();
            RebuildStatus rebuild = status.rebuild();
            if (rebuild != null && rebuild.failure() != null) {
                throw new AssertionError(rebuild.failure());
            }
            return status.generation() == generation && status.ready();
        });
    }

    /** The partitions that this instance folds, or has a copy of too. */
    Set<Integer> partitions(Reach reach) {
        GenerationStores stores = manager.stores(NAME);
        return IntStream.range(0, RebuildCluster.PARTITIONS)
                .filter(partition -> stores.isReadable(partition, reach))
                .boxed()
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        manager.close();
        scheduler.shutdownNow();
        digests.shutdownNow();
    }
}
