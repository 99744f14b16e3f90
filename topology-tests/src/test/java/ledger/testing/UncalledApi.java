package ledger.testing;

import io.javalin.config.RoutesConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import ledger.api.cluster.HttpPeers;
import ledger.api.commands.CommandGateway;
import ledger.api.commands.CommandLimits;
import ledger.api.commands.CommandProducers;
import ledger.api.config.FeedConfig;
import ledger.api.config.HostAndPort;
import ledger.api.config.HttpConfig;
import ledger.api.feed.EventFeeds;
import ledger.api.http.ClusterSide;
import ledger.api.http.Health;
import ledger.api.http.HttpApi;
import ledger.api.http.ReadSide;
import ledger.api.metrics.FeedMetrics;
import ledger.api.metrics.PeerMetrics;
import ledger.api.tls.Tls;
import ledger.language.Assets;
import ledger.projections.GenerationStores;
import ledger.projections.Projections;
import ledger.projections.ReadBarrier;
import ledger.projections.ReadModel;
import ledger.projections.activity.ActivityProjection;
import ledger.projections.activity.ActivityQueries;
import ledger.projections.balances.BalanceQueries;
import ledger.projections.balances.BalancesProjection;
import ledger.projections.cluster.Cluster;
import ledger.projections.generations.ComparisonListener;
import ledger.projections.generations.ControlLog;
import ledger.projections.generations.GenerationEnvironment;
import ledger.projections.generations.GenerationFactory;
import ledger.projections.generations.GenerationNames;
import ledger.projections.generations.GenerationResources;
import ledger.projections.generations.GroupProgress;
import ledger.projections.generations.ProjectionManager;
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
import ledger.records.RollupAccount;
import ledger.records.RollupRow;
import ledger.records.StatementRow;
import ledger.records.TransactionRow;
import ledger.records.TrialBalanceRow;
import ledger.serde.StateSerde;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;

/** The HTTP interface without a ledger: whatever it works with must not be called. */
public final class UncalledApi {
    private UncalledApi() {}

    /**
     * Not started yet.
     *
     * @param more adds routes
     */
    public static HttpApi with(Consumer<RoutesConfig> more) {
        return new HttpApi(
                new HttpConfig(
                        new HostAndPort("127.0.0.1", 0),
                        1,
                        16,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Assets.iso4217(),
                new CommandGateway(
                        new CommandProducers(new MockProducer<>(), new MockProducer<>()),
                        _ -> OptionalInt.empty(),
                        _ -> Map.of(),
                        _ -> Optional.empty(),
                        1,
                        new CommandLimits(1, 1),
                        Clock.systemUTC()),
                reads(),
                new EventFeeds(
                        new FeedConfig(1, 1, 1),
                        1,
                        _ -> new MockConsumer<>("none"),
                        (_, _) -> {
                            throw new AssertionError("no event is read");
                        },
                        new FeedMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))),
                uncalled(Health.class),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Tls.NONE,
                new ClusterSide(
                        Cluster.alone(),
                        new HttpPeers(Optional.empty(), Tls.NONE, new PeerMetrics(new SimpleMeterRegistry())),
                        Optional.empty(),
                        1,
                        _ -> false),
                more);
    }

    private static ReadSide reads() {
        ReadModel model = new ReadModel(() -> uncalled(GenerationStores.class), (_, _) -> 0);
        return new ReadSide(
                new ProjectionManager(
                        new Projections(List.of()),
                        new GenerationEnvironment(
                                new GenerationNames("ledger"),
                                uncalled(ControlLog.class),
                                uncalled(GenerationFactory.class),
                                uncalled(GroupProgress.class),
                                uncalled(GenerationResources.class),
                                uncalled(ComparisonListener.class)),
                        uncalled(ScheduledExecutorService.class),
                        Duration.ofSeconds(1),
                        1),
                new BalanceQueries(new BalancesProjection(new StateSerde<>(AccountBalance.class)), model),
                new ReadBarrier(),
                new StatementQueries(new StatementsProjection(new StateSerde<>(StatementRow.class)), model),
                new ReadBarrier(),
                new TransactionQueries(
                        new TransactionsProjection(new StateSerde<>(TransactionRow.class)), model, new ReadBarrier()),
                new TrialBalanceQueries(new TrialBalanceProjection(new StateSerde<>(TrialBalanceRow.class)), model),
                new ReadBarrier(),
                new ActivityQueries(new ActivityProjection(new StateSerde<>(ActivityRow.class)), model),
                new ReadBarrier(),
                new RollupQueries(
                        new RollupsProjection(new StateSerde<>(RollupAccount.class), new StateSerde<>(RollupRow.class)),
                        model),
                new ReadBarrier(),
                new BalanceHistoryQueries(
                        new BalanceHistoryProjection(new StateSerde<>(BalanceHistoryRow.class)), model),
                new ReadBarrier());
    }

    private static <T> T uncalled(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> {
            throw new AssertionError(method + " was called");
        }));
    }
}
