package ledger.api.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import ledger.topics.TopicSettings;

/**
 * The configuration of one instance, complete and checked.
 *
 * @param instanceId unique among the instances, the same from start to start
 * @param data directory for everything that this instance keeps
 * @param http the HTTP interface
 * @param kafka the cluster or the embedded broker
 * @param schemaRegistry URLs of one registry; empty for the embedded one
 * @param topics what the topics are made with
 * @param assets declared assets beside ISO 4217: code to decimals, in the order of the codes
 * @param commands how commands are decided
 * @param projections how read models are kept
 * @param feed feeds of events
 * @param rocksDb memory of the state stores
 * @param cluster how it works with other instances
 */
public record LedgerConfig(
        String instanceId,
        Path data,
        HttpConfig http,
        KafkaConnection kafka,
        List<URI> schemaRegistry,
        TopicSettings topics,
        SequencedMap<String, Integer> assets,
        CommandsConfig commands,
        ProjectionsConfig projections,
        FeedConfig feed,
        RocksDbConfig rocksDb,
        ClusterConfig cluster) {

    private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int MAX_PARTITIONS = 10_000;
    private static final int MAX_INTERVAL_MS = 60_000;

    /** Brokers abort a transaction of Streams after ten seconds, which must be enough for it to be committed. */
    private static final int MAX_COMMIT_INTERVAL_MS = 5_000;

    private static final int MAX_THREADS = 256;
    private static final int MAX_STANDBY_REPLICAS = 10;
    private static final int MAX_FEEDS = 10_000;
    private static final int MAX_WRITE_TIMEOUT_MS = 600_000;
    private static final int MAX_MEMORY_MB = 1024 * 1024;

    /** Copies the collections. */
    public LedgerConfig {
        schemaRegistry = List.copyOf(schemaRegistry);
        assets = Collections.unmodifiableSequencedMap(new TreeMap<>(assets));
    }

    /**
     * Reads the configuration. From weakest to strongest: defaults, file, environment, flags.
     *
     * @param file of {@code --config}: Java properties in UTF-8
     * @param environment all of it; what does not start with {@code LEDGER_} is passed over
     * @param flags as given on the command line
     * @throws InvalidConfigException when a key is unknown or a value is wrong, by itself or beside another
     */
    public static LedgerConfig load(
            Optional<Path> file, Map<String, String> environment, Map<ConfigKey, String> flags) {
        Map<ConfigKey, Setting> explicit = ConfigSources.read(file, environment, flags);
        boolean embedded = !explicit.containsKey(ConfigKey.BOOTSTRAP_SERVERS);
        if (!embedded && explicit.containsKey(ConfigKey.KAFKA_PORT)) {
            throw new Settings(explicit, false)
                    .invalid(
                            ConfigKey.KAFKA_PORT,
                            "is the embedded broker's and has no place beside ledger.bootstrap.servers; give one of them");
        }
        Settings settings = new Settings(explicit, embedded);
        return new LedgerConfig(
                instanceId(settings, embedded || explicit.containsKey(ConfigKey.INSTANCE_ID)),
                settings.path(ConfigKey.DATA),
                http(settings),
                kafka(settings),
                settings.find(ConfigKey.SCHEMA_REGISTRY_URL).isPresent()
                        ? settings.registries(ConfigKey.SCHEMA_REGISTRY_URL)
                        : List.of(),
                topics(settings),
                settings.assets(ConfigKey.ASSETS),
                new CommandsConfig(
                        settings.integer(ConfigKey.COMMAND_THREADS, 1, MAX_THREADS),
                        settings.integer(ConfigKey.COMMIT_INTERVAL_MS, 1, MAX_COMMIT_INTERVAL_MS),
                        settings.integer(ConfigKey.POLL_MS, 1, MAX_INTERVAL_MS)),
                new ProjectionsConfig(
                        settings.integer(ConfigKey.PROJECTION_THREADS, 1, MAX_THREADS),
                        Math.max(
                                settings.integer(ConfigKey.PROJECTION_THREADS, 1, MAX_THREADS),
                                settings.integer(ConfigKey.REBUILD_THREADS, 1, MAX_THREADS)),
                        settings.integer(ConfigKey.PROJECTION_COMMIT_INTERVAL_MS, 1, MAX_COMMIT_INTERVAL_MS),
                        settings.integer(ConfigKey.PROJECTION_REBUILDS, 1, MAX_THREADS)),
                new FeedConfig(
                        settings.integer(ConfigKey.FEED_MAX, 1, MAX_FEEDS),
                        settings.integer(ConfigKey.FEED_HEARTBEAT_MS, 1, MAX_INTERVAL_MS),
                        settings.integer(ConfigKey.FEED_WRITE_TIMEOUT_MS, 1, MAX_WRITE_TIMEOUT_MS)),
                new RocksDbConfig(
                        settings.integer(ConfigKey.ROCKSDB_CACHE_MB, 1, MAX_MEMORY_MB),
                        settings.integer(ConfigKey.ROCKSDB_WRITE_BUFFER_MB, 1, MAX_MEMORY_MB)),
                cluster(settings, embedded));
    }

    /** The same, listening there. */
    public LedgerConfig listeningAt(HostAndPort address) {
        return new LedgerConfig(
                instanceId,
                data,
                http.listeningAt(address),
                kafka,
                schemaRegistry,
                topics,
                assets,
                commands,
                projections,
                feed,
                rocksDb,
                new ClusterConfig(
                        cluster.advertised()
                                .map(advertised -> advertised.port() == 0
                                        ? new HostAndPort(advertised.host(), address.port())
                                        : advertised),
                        cluster.secret(),
                        cluster.standbyReplicas()));
    }

    /** Where the other instances reach this one's HTTP interface. */
    public HostAndPort advertised() {
        return cluster.advertised().orElse(http.address());
    }

    private static String instanceId(Settings settings, boolean known) {
        if (known) {
            return settings.text(
                    ConfigKey.INSTANCE_ID,
                    id -> INSTANCE_ID.matcher(id).matches(),
                    "must be 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        try {
            // With the port, so that several may run on one machine.
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-") + "-"
                    + settings.address(ConfigKey.HTTP).port();
        } catch (UnknownHostException e) {
            throw new InvalidConfigException(
                    ConfigKey.INSTANCE_ID.key() + " is not set and this machine does not know its name: set it", e);
        }
    }

    private static HttpConfig http(Settings settings) {
        HttpConfig http = new HttpConfig(
                settings.address(ConfigKey.HTTP),
                settings.integer(ConfigKey.HTTP_MAX_BODY_BYTES, 1024, 1024 * 1024 * 1024),
                settings.integer(ConfigKey.HTTP_MAX_CONNECTIONS, 16, 1_000_000),
                settings.flag(ConfigKey.HTTP_INSECURE),
                auth(settings),
                tls(settings),
                settings.find(ConfigKey.TLS_CA).map(_ -> settings.path(ConfigKey.TLS_CA)));
        try {
            if (!http.address().isLoopback() && !http.insecure() && http.auth().isEmpty()) {
                throw settings.invalid(
                        ConfigKey.HTTP,
                        "other machines could reach it, and there is no authentication: give a loopback address such as"
                                + " 127.0.0.1:7070, set ledger.auth.jwks.url, or accept the risk with"
                                + " ledger.http.insecure = true");
            }
            return http;
        } catch (UnknownHostException e) {
            throw settings.invalid(ConfigKey.HTTP, "the host is not known; give an address of this machine", e);
        }
    }

    private static Optional<AuthConfig> auth(Settings settings) {
        if (settings.find(ConfigKey.AUTH_JWKS_URL).isEmpty()) {
            for (ConfigKey key : List.of(ConfigKey.AUTH_ISSUER, ConfigKey.AUTH_AUDIENCE)) {
                if (settings.find(key).isPresent()) {
                    throw settings.invalid(key, "is of no use without " + ConfigKey.AUTH_JWKS_URL.key());
                }
            }
            return Optional.empty();
        }
        // Without them, a token that somebody was given for another service would do.
        for (ConfigKey key : List.of(ConfigKey.AUTH_ISSUER, ConfigKey.AUTH_AUDIENCE)) {
            if (settings.find(key).isEmpty()) {
                throw settings.invalid(ConfigKey.AUTH_JWKS_URL, "needs " + key.key() + " beside it");
            }
        }
        return Optional.of(new AuthConfig(
                settings.jwks(ConfigKey.AUTH_JWKS_URL),
                settings.text(ConfigKey.AUTH_ISSUER, _ -> true, "must not be empty"),
                settings.text(ConfigKey.AUTH_AUDIENCE, _ -> true, "must not be empty")));
    }

    private static Optional<TlsFiles> tls(Settings settings) {
        boolean certificate = settings.find(ConfigKey.HTTP_TLS_CERTIFICATE).isPresent();
        boolean key = settings.find(ConfigKey.HTTP_TLS_KEY).isPresent();
        if (certificate != key) {
            ConfigKey given = certificate ? ConfigKey.HTTP_TLS_CERTIFICATE : ConfigKey.HTTP_TLS_KEY;
            ConfigKey missing = certificate ? ConfigKey.HTTP_TLS_KEY : ConfigKey.HTTP_TLS_CERTIFICATE;
            throw settings.invalid(given, "needs " + missing.key() + " beside it");
        }
        return certificate
                ? Optional.of(new TlsFiles(
                        settings.path(ConfigKey.HTTP_TLS_CERTIFICATE), settings.path(ConfigKey.HTTP_TLS_KEY)))
                : Optional.empty();
    }

    private static KafkaConnection kafka(Settings settings) {
        Optional<String> servers =
                settings.find(ConfigKey.BOOTSTRAP_SERVERS).map(any -> settings.brokers(ConfigKey.BOOTSTRAP_SERVERS));
        Map<String, String> client = settings.find(ConfigKey.KAFKA_CONFIG)
                .map(any ->
                        ConfigSources.properties(settings.path(ConfigKey.KAFKA_CONFIG), ConfigKey.KAFKA_CONFIG.key()))
                .orElse(Map.of());
        if (client.containsKey("bootstrap.servers")) {
            throw settings.invalid(
                    ConfigKey.KAFKA_CONFIG, "must not set bootstrap.servers; set ledger.bootstrap.servers instead");
        }
        return new KafkaConnection(servers, settings.integer(ConfigKey.KAFKA_PORT, 0, 65_535), client);
    }

    private static ClusterConfig cluster(Settings settings, boolean embedded) {
        Optional<HostAndPort> advertised =
                settings.find(ConfigKey.HTTP_ADVERTISED).map(any -> settings.address(ConfigKey.HTTP_ADVERTISED));
        if (advertised
                .filter(address -> address.port() == 0 || address.isWildcard())
                .isPresent()) {
            throw settings.invalid(
                    ConfigKey.HTTP_ADVERTISED,
                    "must be an address and port that other instances can connect to, such as 10.0.0.7:7070");
        }
        HostAndPort listening = settings.address(ConfigKey.HTTP);
        if (advertised.isEmpty() && listening.isWildcard()) {
            if (!embedded) {
                throw settings.invalid(
                        ConfigKey.HTTP,
                        "is no address that other instances can connect to: set ledger.http.advertised beside it");
            }
            // Whoever shares an embedded broker is on this machine.
            advertised = Optional.of(new HostAndPort("127.0.0.1", listening.port()));
        }
        return new ClusterConfig(
                advertised,
                settings.find(ConfigKey.CLUSTER_SECRET).map(any -> settings.secret(ConfigKey.CLUSTER_SECRET)),
                settings.integer(ConfigKey.STANDBY_REPLICAS, 0, MAX_STANDBY_REPLICAS));
    }

    private static TopicSettings topics(Settings settings) {
        int replicationFactor = settings.integer(ConfigKey.REPLICATION_FACTOR, 1, Short.MAX_VALUE);
        int minInSync = settings.integer(ConfigKey.MIN_INSYNC_REPLICAS, 1, Short.MAX_VALUE);
        if (minInSync > replicationFactor) {
            throw settings.invalid(
                    ConfigKey.MIN_INSYNC_REPLICAS,
                    "must be at most ledger.replication.factor, which is " + replicationFactor);
        }
        return new TopicSettings(
                settings.integer(ConfigKey.SHARDS, 1, MAX_PARTITIONS),
                (short) replicationFactor,
                minInSync,
                settings.integer(ConfigKey.REPLY_PARTITIONS, 1, MAX_PARTITIONS));
    }
}
