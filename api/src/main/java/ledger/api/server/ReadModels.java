package ledger.api.server;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import ledger.api.config.HostAndPort;
import ledger.api.config.LedgerConfig;
import ledger.api.http.ReadSide;
import ledger.api.metrics.ProjectionMetrics;
import ledger.api.streams.StreamsSettings;
import ledger.codec.LedgerSerdes;
import ledger.projections.ProjectionTopology;
import ledger.projections.Projections;
import ledger.projections.ReadModel;
import ledger.projections.activity.ActivityProjection;
import ledger.projections.activity.ActivityQueries;
import ledger.projections.balances.BalanceQueries;
import ledger.projections.balances.BalancesProjection;
import ledger.projections.cluster.Cluster;
import ledger.projections.generations.ControlLog;
import ledger.projections.generations.GenerationEnvironment;
import ledger.projections.generations.GenerationNames;
import ledger.projections.generations.KafkaControlLog;
import ledger.projections.generations.KafkaGenerationResources;
import ledger.projections.generations.KafkaGroupProgress;
import ledger.projections.generations.ProjectionManager;
import ledger.projections.generations.ProjectionStatus;
import ledger.projections.generations.StreamsCluster;
import ledger.projections.generations.StreamsGenerations;
import ledger.projections.history.BalanceHistoryProjection;
import ledger.projections.history.BalanceHistoryQueries;
import ledger.projections.rollups.RollupQueries;
import ledger.projections.rollups.RollupsProjection;
import ledger.projections.statements.StatementQueries;
import ledger.projections.statements.StatementsProjection;
import ledger.projections.transactions.TransactionQueries;
import ledger.projections.transactions.TransactionsProjection;
import ledger.projections.trialbalance.TrialBalanceProjection;
import ledger.projections.trialbalance.TrialBalanceQueries;
import ledger.records.AccountBalance;
import ledger.records.ActivityRow;
import ledger.records.BalanceHistoryRow;
import ledger.records.ProjectionControl;
import ledger.records.RollupAccount;
import ledger.records.RollupRow;
import ledger.records.StatementRow;
import ledger.records.TransactionRow;
import ledger.records.TrialBalanceRow;
import ledger.serde.StateSerde;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.state.HostInfo;

/** The read models of the application: which there are, and what they run on. To add one is to add it to {@link Models}. */
final class ReadModels implements AutoCloseable {
    private static final String PREFIX = "ledger";
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration CONTROL_WITHIN = Duration.ofSeconds(30);

    private static final int DIGESTS_AT_ONCE = 2;

    private final Models models = Models.create();
    private final Projections projections = models.all();
    private final GenerationNames names = new GenerationNames(PREFIX);
    private final ProjectionManager manager;
    private final Cluster cluster;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ledger-projections").daemon().factory());

    /** Of partitions, serving or rebuilt; a comparison takes no more from the rest. */
    private final ExecutorService digests = Executors.newFixedThreadPool(
            DIGESTS_AT_ONCE,
            Thread.ofPlatform().name("ledger-digests-", 0).daemon().factory());

    /** The read models there are. */
    private record Models(
            BalancesProjection balances,
            StatementsProjection statements,
            TransactionsProjection transactions,
            TrialBalanceProjection trialBalance,
            ActivityProjection activity,
            RollupsProjection rollups,
            BalanceHistoryProjection history) {
        static Models create() {
            return new Models(
                    new BalancesProjection(new StateSerde<>(AccountBalance.class)),
                    new StatementsProjection(new StateSerde<>(StatementRow.class)),
                    new TransactionsProjection(new StateSerde<>(TransactionRow.class)),
                    new TrialBalanceProjection(new StateSerde<>(TrialBalanceRow.class)),
                    new ActivityProjection(new StateSerde<>(ActivityRow.class)),
                    new RollupsProjection(new StateSerde<>(RollupAccount.class), new StateSerde<>(RollupRow.class)),
                    new BalanceHistoryProjection(new StateSerde<>(BalanceHistoryRow.class)));
        }

        Projections all() {
            return new Projections(
                    List.of(balances, statements, transactions, history, trialBalance, activity, rollups));
        }
    }

    /** Which there are, without running them. */
    static Projections registered() {
        return Models.create().all();
    }

    ReadModels(
            LedgerConfig config, KafkaBackend kafka, LedgerSerdes serdes, ProjectionMetrics metrics, Cluster cluster) {
        this.cluster = cluster;
        KafkaGroupProgress progress = new KafkaGroupProgress(
                kafka.admin(), Topics.EVENTS, config.topics().shards());
        HostAndPort advertised = config.advertised();
        StreamsSettings settings = new StreamsSettings(config, kafka.connection());
        int shards = config.topics().shards();
        Path state = StreamsSettings.stateDirectory(config);
        StreamsGenerations generations = new StreamsGenerations(
                projections,
                new ProjectionTopology(Topics.EVENTS, serdes.events(), metrics::gap),
                (topology, applicationId, poison) -> metrics.bind(
                        new KafkaStreams(
                                topology, settings.projection(applicationId, names.isRebuilt(applicationId), poison)),
                        applicationId),
                state,
                () -> shards,
                new StreamsCluster(
                        new HostInfo(advertised.host(), advertised.port()), Topics.EVENTS, kafka.admin(), progress),
                digests,
                metrics::digested);
        manager = new ProjectionManager(
                projections,
                new GenerationEnvironment(
                        names,
                        controlLog(kafka.connection(), serdes.projectionControl()),
                        generations,
                        progress,
                        new KafkaGenerationResources(kafka.admin(), names),
                        metrics::compared),
                scheduler,
                TICK,
                config.projections().rebuildsAtOnce());
    }

    private static ControlLog controlLog(Map<String, Object> connection, Serde<ProjectionControl> serde) {
        Map<String, Object> writes = new HashMap<>(connection);
        writes.put(ProducerConfig.ACKS_CONFIG, "all");
        writes.put(ProducerConfig.CLIENT_ID_CONFIG, "ledger-projection-control");
        Map<String, Object> reads = new HashMap<>(connection);
        reads.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reads.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        reads.put(ConsumerConfig.CLIENT_ID_CONFIG, "ledger-projection-control");
        return new KafkaControlLog(
                Topics.PROJECTION_CONTROL,
                new KafkaProducer<>(writes, new StringSerializer(), serde.serializer()),
                new KafkaConsumer<>(reads, new StringDeserializer(), serde.deserializer()),
                Clock.systemUTC(),
                CONTROL_WITHIN);
    }

    /** Starts to fold. */
    void start() {
        manager.start();
    }

    ProjectionManager manager() {
        return manager;
    }

    /** The application, and consumer group, of the generation that serves. */
    String applicationId(ProjectionStatus status) {
        return names.applicationId(status.name(), status.generation());
    }

    /** What the HTTP interface asks. */
    ReadSide reads() {
        return new ReadSide(
                manager,
                new BalanceQueries(models.balances(), model(BalancesProjection.NAME)),
                projections.barrier(BalancesProjection.NAME),
                new StatementQueries(models.statements(), model(StatementsProjection.NAME)),
                projections.barrier(StatementsProjection.NAME),
                new TransactionQueries(
                        models.transactions(),
                        model(TransactionsProjection.NAME),
                        projections.barrier(TransactionsProjection.NAME)),
                new TrialBalanceQueries(models.trialBalance(), model(TrialBalanceProjection.NAME)),
                projections.barrier(TrialBalanceProjection.NAME),
                new ActivityQueries(models.activity(), model(ActivityProjection.NAME)),
                projections.barrier(ActivityProjection.NAME),
                new RollupQueries(models.rollups(), model(RollupsProjection.NAME)),
                projections.barrier(RollupsProjection.NAME),
                new BalanceHistoryQueries(models.history(), model(BalanceHistoryProjection.NAME)),
                projections.barrier(BalanceHistoryProjection.NAME));
    }

    private ReadModel model(String name) {
        return new ReadModel(() -> manager.stores(name), ShardPartitioner::shardOf, cluster);
    }

    @Override
    public void close() {
        manager.close();
        scheduler.shutdown();
        digests.shutdown();
    }
}
