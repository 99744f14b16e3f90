package ledger.api.http;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HandlerType;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import ledger.api.auth.TokenVerifier;
import ledger.api.cluster.PeerProtocol;
import ledger.api.commands.CommandGateway;
import ledger.api.config.HttpConfig;
import ledger.api.feed.EventFeeds;
import ledger.api.metrics.CommandMetrics;
import ledger.api.requests.BatchLineReader;
import ledger.api.requests.InstructionReader;
import ledger.api.requests.TransactionReader;
import ledger.api.tls.Tls;
import ledger.language.Assets;
import ledger.projections.transactions.TransactionView;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** The HTTP server: every address of the API, on virtual threads. */
public final class HttpApi implements AutoCloseable {
    private static final UriCompliance ENCODED_SEGMENTS = UriCompliance.DEFAULT.with(
            "ENCODED_SEGMENTS",
            Violation.AMBIGUOUS_PATH_SEPARATOR,
            Violation.AMBIGUOUS_PATH_ENCODING,
            Violation.AMBIGUOUS_PATH_SEGMENT,
            Violation.SUSPICIOUS_PATH_CHARACTERS);

    /** How long requests under way may take when the server stops. */
    private static final Duration ENDING = Duration.ofSeconds(10);

    private final Javalin javalin;
    private final Endpoints endpoints = new Endpoints();
    private final HttpConfig config;
    private final Optional<TokenVerifier> tokens;

    /**
     * A server that is not started yet.
     *
     * @param tls that it speaks, or not
     * @param cluster the other instances
     * @param more adds the registry's routes, under {@code /registry/}, which answer their own errors
     */
    public HttpApi(
            HttpConfig config,
            Assets assets,
            CommandGateway gateway,
            ReadSide reads,
            EventFeeds feeds,
            Health health,
            PrometheusMeterRegistry metrics,
            Tls tls,
            ClusterSide cluster,
            Consumer<RoutesConfig> more) {
        this.config = config;
        this.tokens = config.auth().map(auth -> new TokenVerifier(auth, tls.trust()));
        Guard guard = new Guard(tokens);
        AcknowledgedVersions acknowledged = new AcknowledgedVersions(cluster.shards());
        Tenancy tenancy = new Tenancy((id, wait) ->
                reads.transactions().find(id, acknowledged.of(id), wait, wait).map(TransactionView::transaction));
        CommandCalls commands =
                new CommandCalls(gateway, tenancy, acknowledged, new CommandMetrics(metrics), cluster.underWay());
        InstructionReader instructions = new InstructionReader(assets);
        TransactionReader transactions = new TransactionReader(assets);
        Reading reading = new Reading(acknowledged);
        Routing routing = new Routing(cluster, acknowledged);
        new AccountCommandRoutes(commands, instructions, config.maxBodyBytes()).add(endpoints);
        new TransactionCommandRoutes(commands, transactions, config.maxBodyBytes()).add(endpoints);
        new AccountReadRoutes(reads.balances(), reads.balancesBarrier(), reading).add(endpoints);
        new StatementRoutes(reads.statements(), reads.statementsBarrier(), reading).add(endpoints);
        new BalanceRoutes(reads.history(), reads.historyBarrier(), reading).add(endpoints);
        new TransactionReadRoutes(reads.transactions(), reading).add(endpoints);
        new TrialBalanceRoutes(reads.trialBalance(), reads.trialBalanceBarrier(), reading).add(endpoints);
        new ActivityRoutes(reads.activity(), reads.activityBarrier(), reading).add(endpoints);
        new RollupRoutes(reads.rollups(), reads.rollupsBarrier(), reading).add(endpoints);
        new EventRoutes(feeds).add(endpoints);
        new BatchRoutes(commands, new BatchLineReader(instructions, transactions)).add(endpoints);
        new CommandRoutes(commands).add(endpoints);
        new ProjectionRoutes(reads.projections(), config.maxBodyBytes()).add(endpoints);
        new OperationRoutes(health, metrics).add(endpoints);
        javalin = Javalin.create(settings -> {
            settings.startup.showJavalinBanner = false;
            settings.startup.showOldJavalinVersionWarning = false;
            settings.concurrency.useVirtualThreads = true;
            settings.http.generateEtags = false;
            settings.http.maxRequestSize = config.maxBodyBytes();
            settings.http.prefer405over404 = true;
            // An id that a client left empty must not lead to the list of all.
            settings.router.ignoreTrailingSlashes = false;
            settings.jetty.host = config.address().host();
            settings.jetty.port = config.address().port();
            tls.port()
                    .ifPresent(port -> settings.jetty.addConnector(
                            (server, http) -> port.connector(server, http, config.address())));
            // Ids, keys and subjects may contain what has to be encoded in an address, a slash too.
            settings.jetty.modifyHttpConfiguration(http -> {
                http.setUriCompliance(ENCODED_SEGMENTS);
                http.addCustomizer(new RequestIds());
                http.addCustomizer(new RawBraces());
            });
            settings.jetty.modifyServletContextHandler(
                    handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
            settings.jetty.modifyServer(server -> {
                // Both are needed for requests under way to come to their ends when the server stops.
                server.setStopTimeout(ENDING.toMillis());
                server.insertHandler(new GracefulHandler());
                server.setErrorHandler(new JettyErrors());
                Connections.limit(server, config.maxConnections(), metrics);
            });
            settings.routes.before(RequestLog::begin);
            settings.routes.before(QueryText::check);
            settings.routes.before(BodyMemory.of(config.maxBodyBytes(), metrics)::begin);
            settings.routes.after(UnreadBodies::drain);
            settings.routes.after(BodyMemory::end);
            settings.routes.after(RequestLog::end);
            Faults.register(settings.routes);
            endpoints.register(settings.routes, routing, guard);
            settings.routes.addHttpHandler(HandlerType.POST, PeerProtocol.ASK + "<question>", routing::question);
            settings.routes.before("/registry/*", guard::registry);
            more.accept(settings.routes);
        });
    }

    /** Every operation of the contract, as {@code METHOD /path}. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** Starts to listen. */
    public void start() {
        javalin.start(config.address().host(), config.address().port());
    }

    /** The port that it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Stops to listen, and lets the requests under way come to their ends, for some seconds. */
    @Override
    public void close() {
        javalin.stop();
        tokens.ifPresent(TokenVerifier::close);
    }
}
