package ledger.api.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every configuration key: its name in a file, its default and what it means. The name in the environment is the same in
 * upper case with underscores. The flag of those that the command line has is the same without {@code ledger.} and with hyphens.
 */
public enum ConfigKey {
    HTTP(
            "ledger.http",
            "127.0.0.1:7070",
            "Address and port of the HTTP interface, `HOST:PORT`; port 0 takes any free one."),
    HTTP_MAX_BODY_BYTES("ledger.http.max.body.bytes", "1048576", "Largest request body in bytes, from 1024 to 1 GiB."),
    HTTP_MAX_CONNECTIONS(
            "ledger.http.max.connections",
            "4096",
            "Connections that clients may have open at once, from 16 to 1000000; others wait until one ends. Where the process"
                    + " may open few files (`ulimit -Hn`) there are fewer: half of those beyond 2000, but at least 16."),
    HTTP_INSECURE(
            "ledger.http.insecure",
            "false",
            "`true` allows an address of `ledger.http` that other machines can reach, without authentication."),
    HTTP_TLS_CERTIFICATE(
            "ledger.http.tls.certificate",
            null,
            "A PEM file with the certificate of the HTTP interface, followed by those that issued it. With it, `ledger.http` answers TLS only. A new one is taken up within seconds."),
    HTTP_TLS_KEY(
            "ledger.http.tls.key",
            null,
            "A PEM file with the private key of that certificate, not encrypted; needed beside it."),
    TLS_CA(
            "ledger.tls.ca",
            null,
            "A PEM file of certificate authorities that are trusted beside those of the Java runtime: for calls of other instances, of an `https:` schema registry, and for an `https:` JWKS. Read at start."),
    AUTH_JWKS_URL(
            "ledger.auth.jwks.url",
            null,
            "Where the keys are that tokens are signed with, a JWKS: `https:`, `http:` or `file:`. With it, every call needs a token."),
    AUTH_ISSUER("ledger.auth.issuer", null, "What a token must name as its issuer (`iss`); needed beside the JWKS."),
    AUTH_AUDIENCE(
            "ledger.auth.audience", null, "What a token must have among its audience (`aud`); needed beside the JWKS."),
    HTTP_ADVERTISED(
            "ledger.http.advertised",
            null,
            "`HOST:PORT` at which the other instances reach this one's HTTP interface. Without it, that of `ledger.http`."),
    CLUSTER_SECRET(
            "ledger.cluster.secret",
            null,
            "What instances show each other, the same on all: 16 to 256 visible ASCII characters. One instance alone needs none."),
    STANDBY_REPLICAS(
            "ledger.standby.replicas",
            "1",
            "Copies of each state store that other instances keep up to date, from 0 to 10; the same on all instances."),
    DATA("ledger.data", "./data", "Directory for the embedded broker's records and for the state stores."),
    KAFKA_PORT("ledger.kafka.port", "9092", "Port of the embedded broker on 127.0.0.1; 0 takes any free one."),
    BOOTSTRAP_SERVERS(
            "ledger.bootstrap.servers",
            null,
            "Brokers of a Kafka cluster, `HOST:PORT,…`. Without it the broker is embedded."),
    KAFKA_CONFIG(
            "ledger.kafka.config",
            null,
            "A properties file with Kafka client settings that every client gets, such as security."),
    SCHEMA_REGISTRY_URL(
            "ledger.schema.registry.url",
            null,
            "Schema registries, `http(s)://…,…`. Without it the registry is embedded."),
    INSTANCE_ID(
            "ledger.instance.id",
            "the host's name and the port of `ledger.http`",
            "embedded",
            "Name of this instance, which no other instance may have and which stays the same from start to start."),
    SHARDS(
            "ledger.shards",
            "12",
            "4",
            "Partitions of the topics that are keyed by account; fixed once the topics exist."),
    REPLY_PARTITIONS(
            "ledger.reply.partitions",
            "12",
            "1",
            "Partitions of the outcomes topic, at least one per instance; fixed once it exists."),
    REPLICATION_FACTOR("ledger.replication.factor", "3", "1", "Copies of each partition that the cluster keeps."),
    MIN_INSYNC_REPLICAS(
            "ledger.min.insync.replicas", "2", "1", "Copies that must have a record before it is acknowledged."),
    ASSETS(
            "ledger.assets",
            "BTC:8,ETH:18",
            "Assets beside the currencies of ISO 4217, `CODE:DECIMALS,…`; empty for none."),
    COMMAND_THREADS(
            "ledger.command.threads", "1", "Threads that decide commands; more than `ledger.shards` is of no use."),
    COMMIT_INTERVAL_MS(
            "ledger.commit.interval.ms",
            "40",
            "Milliseconds at most between commits of decided commands; those that do not come in batches mostly wait less."),
    POLL_MS(
            "ledger.poll.ms",
            "1",
            "Milliseconds that a command thread with something to commit waits for records before it looks at its commits."),
    PROJECTION_THREADS("ledger.projection.threads", "1", "Threads for each read model."),
    REBUILD_THREADS(
            "ledger.rebuild.threads",
            "2",
            "Threads for a read model that is rebuilt, then and afterwards, if that is more than `ledger.projection.threads`."),
    PROJECTION_COMMIT_INTERVAL_MS(
            "ledger.projection.commit.interval.ms",
            "500",
            "Milliseconds between commits of the read models; queries see what was folded before it is committed."),
    PROJECTION_REBUILDS(
            "ledger.projection.rebuilds",
            "2",
            "How many read models are rebuilt at once; a rebuild that is asked for beyond that waits."),
    FEED_MAX("ledger.feed.max", "100", "Event feeds that may be open at once; more are refused with 503."),
    FEED_HEARTBEAT_MS(
            "ledger.feed.heartbeat.ms",
            "15000",
            "Milliseconds after which an event feed that has nothing to say sends a comment."),
    FEED_WRITE_TIMEOUT_MS(
            "ledger.feed.write.timeout.ms",
            "30000",
            "Milliseconds after which the reader of an event feed is cut off that does not take what is sent."),
    ROCKSDB_CACHE_MB("ledger.rocksdb.cache.mb", "64", "Block cache of all state stores together, in MiB."),
    ROCKSDB_WRITE_BUFFER_MB(
            "ledger.rocksdb.write.buffer.mb", "64", "Write buffers of all state stores together, in MiB.");

    private static final String PREFIX = "ledger.";

    private final String key;
    private final Optional<String> onCluster;
    private final Optional<String> embedded;
    private final String doc;

    ConfigKey(String key, @Nullable String byDefault, String doc) {
        this(key, byDefault, byDefault, doc);
    }

    ConfigKey(String key, @Nullable String onCluster, @Nullable String embedded, String doc) {
        this.key = key;
        this.onCluster = Optional.ofNullable(onCluster);
        this.embedded = Optional.ofNullable(embedded);
        this.doc = doc;
    }

    /** The name in a configuration file, such as {@code ledger.kafka.port}. */
    public String key() {
        return key;
    }

    /** The name in the environment, such as {@code LEDGER_KAFKA_PORT}. */
    public String environment() {
        return key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The option that {@code ledger run} has for it, if it has one, such as {@code --kafka-port}. */
    public String flag() {
        return "--" + key.substring(PREFIX.length()).replace('.', '-');
    }

    /** The default with the embedded broker or on a cluster; empty where the key is not set by default. */
    public Optional<String> defaultValue(boolean withEmbeddedBroker) {
        return withEmbeddedBroker ? embedded : onCluster;
    }

    /** What the key means, one sentence or two of Markdown. */
    public String doc() {
        return doc;
    }

    static Optional<ConfigKey> ofKey(String key) {
        return Stream.of(values())
                .filter(candidate -> candidate.key.equals(key))
                .findFirst();
    }

    static Optional<ConfigKey> ofEnvironment(String name) {
        return Stream.of(values())
                .filter(candidate -> candidate.environment().equals(name))
                .findFirst();
    }
}
