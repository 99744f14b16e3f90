package ledger.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import ledger.topics.TopicSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerConfigTest {

    @TempDir
    Path directory;

    @Test
    void whatIsRebuiltHasNoFewerThreads() {
        assertThat(load(Map.of(), Map.of(ConfigKey.PROJECTION_THREADS, "4")).projections())
                .isEqualTo(new ProjectionsConfig(4, 4, 500, 2));
        assertThat(load(Map.of(), Map.of(ConfigKey.REBUILD_THREADS, "3")).projections())
                .isEqualTo(new ProjectionsConfig(1, 3, 500, 2));
    }

    @Test
    void defaultsWithTheEmbeddedBroker() {
        LedgerConfig config = load(Map.of(), Map.of());
        assertThat(config.instanceId()).isEqualTo("embedded");
        assertThat(config.data()).isEqualTo(Path.of("./data"));
        assertThat(config.http())
                .isEqualTo(new HttpConfig(
                        new HostAndPort("127.0.0.1", 7070),
                        1_048_576,
                        4_096,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(config.kafka()).isEqualTo(new KafkaConnection(Optional.empty(), 9092, Map.of()));
        assertThat(config.kafka().embedded()).isTrue();
        assertThat(config.schemaRegistry()).isEmpty();
        assertThat(config.topics()).isEqualTo(new TopicSettings(4, (short) 1, 1, 1));
        assertThat(config.assets()).containsExactly(Map.entry("BTC", 8), Map.entry("ETH", 18));
        assertThat(config.commands()).isEqualTo(new CommandsConfig(1, 40, 1));
        assertThat(config.projections()).isEqualTo(new ProjectionsConfig(1, 2, 500, 2));
        assertThat(config.rocksDb()).isEqualTo(new RocksDbConfig(64, 64));
    }

    @Test
    void defaultsOnACluster() {
        LedgerConfig config = load(Map.of("LEDGER_BOOTSTRAP_SERVERS", "kafka-1:9092,kafka-2:9092"), Map.of());
        assertThat(config.kafka().bootstrapServers()).contains("kafka-1:9092,kafka-2:9092");
        assertThat(config.kafka().embedded()).isFalse();
        assertThat(config.topics()).isEqualTo(new TopicSettings(12, (short) 3, 2, 12));
        assertThat(config.instanceId()).matches("[A-Za-z0-9._-]+").isNotEqualTo("embedded");
    }

    @Test
    void flagsWinOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = file("ledger.http = 127.0.0.1:1\nledger.shards = 5\nledger.poll.ms = 6\n");
        Map<String, String> environment = Map.of("LEDGER_HTTP", "127.0.0.1:2", "LEDGER_SHARDS", "7");
        LedgerConfig config = LedgerConfig.load(Optional.of(file), environment, Map.of(ConfigKey.HTTP, "127.0.0.1:3"));
        assertThat(config.http().address().port()).isEqualTo(3);
        assertThat(config.topics().shards()).isEqualTo(7);
        assertThat(config.commands().pollMs()).isEqualTo(6);
    }

    @Test
    void anEmptyVariableIsNotSetAndOthersArePassedOver() {
        LedgerConfig config = load(
                Map.of("LEDGER_BOOTSTRAP_SERVERS", "", "LEDGER_LOG_LEVEL", "DEBUG", "LEDGER_URL", "x", "HOME", "y"),
                Map.of());
        assertThat(config.kafka().embedded()).isTrue();
    }

    @Test
    void kafkaSettingsComeFromTheirFile() throws IOException {
        Path file = file("security.protocol=SASL_SSL\n");
        LedgerConfig config = load(Map.of(), Map.of(ConfigKey.KAFKA_CONFIG, file.toString()));
        assertThat(config.kafka().clientSettings()).containsExactly(Map.entry("security.protocol", "SASL_SSL"));
    }

    @Test
    void kafkaSettingsDoNotNameTheBrokers() throws IOException {
        Path file = file("bootstrap.servers=kafka:9092\n");
        assertInvalid(
                Map.of(),
                Map.of(ConfigKey.KAFKA_CONFIG, file.toString()),
                "ledger.kafka.config = \"" + file + "\" (--kafka-config): must not set bootstrap.servers; set"
                        + " ledger.bootstrap.servers instead");
    }

    @Test
    void registriesAndAssetsAreLists() {
        LedgerConfig config = load(
                Map.of("LEDGER_SCHEMA_REGISTRY_URL", "http://one:8081, https://two"),
                Map.of(ConfigKey.ASSETS, "POINTS:0, BTC:8"));
        assertThat(config.schemaRegistry()).containsExactly(URI.create("http://one:8081"), URI.create("https://two"));
        assertThat(config.assets()).containsExactly(Map.entry("BTC", 8), Map.entry("POINTS", 0));
        assertThat(load(Map.of(), Map.of(ConfigKey.ASSETS, "")).assets()).isEmpty();
    }

    @Test
    void anUnknownKeyOfTheFileIsRefusedWithTheNearest() throws IOException {
        Path file = file("ledger.shard = 5\n");
        assertThatThrownBy(() -> LedgerConfig.load(Optional.of(file), Map.of(), Map.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "ledger.shard = \"5\" (file " + file + "): there is no such key; did you mean ledger.shards?");
    }

    @Test
    void anUnknownVariableIsRefusedWithTheNearest() {
        assertInvalid(
                Map.of("LEDGER_KAFKAPORT", "1"),
                Map.of(),
                "LEDGER_KAFKAPORT = \"1\" (environment): there is no such key; did you mean LEDGER_KAFKA_PORT?");
        assertInvalid(
                Map.of("LEDGER_SOMETHING_ELSE", "1"),
                Map.of(),
                "LEDGER_SOMETHING_ELSE = \"1\" (environment): there is no such key");
    }

    @Test
    void aMissingFileIsRefused() {
        Path file = directory.resolve("none.properties");
        assertThatThrownBy(() -> LedgerConfig.load(Optional.of(file), Map.of(), Map.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "--config = \"" + file
                                + "\": the file cannot be read (NoSuchFileException); give the path of a properties file in UTF-8");
    }

    @Test
    void theEmbeddedBrokersPortHasNoPlaceBesideACluster() {
        assertInvalid(
                Map.of(),
                Map.of(ConfigKey.BOOTSTRAP_SERVERS, "kafka:9092", ConfigKey.KAFKA_PORT, "9093"),
                "ledger.kafka.port = \"9093\" (--kafka-port): is the embedded broker's and has no place beside"
                        + " ledger.bootstrap.servers; give one of them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:7070", "192.0.2.1:7070", "[::]:7070"})
    void anAddressThatOthersCanReachNeedsTheOptOut(String address) {
        assertThatThrownBy(() -> load(Map.of(), Map.of(ConfigKey.HTTP, address)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("ledger.http = \"" + address + "\" (--http): other machines could reach it")
                .hasMessageEndingWith("ledger.http.insecure = true");
        LedgerConfig config = load(Map.of("LEDGER_HTTP_INSECURE", "true"), Map.of(ConfigKey.HTTP, address));
        assertThat(config.http().address()).hasToString(address);
    }

    @Test
    void withAuthenticationOthersMayReachIt() {
        Map<ConfigKey, String> flags = Map.of(
                ConfigKey.HTTP,
                "0.0.0.0:7070",
                ConfigKey.AUTH_JWKS_URL,
                "https://login.example.com/jwks.json",
                ConfigKey.AUTH_ISSUER,
                "https://login.example.com",
                ConfigKey.AUTH_AUDIENCE,
                "ledger");
        assertThat(load(Map.of(), flags).http().auth())
                .contains(new AuthConfig(
                        URI.create("https://login.example.com/jwks.json"), "https://login.example.com", "ledger"));
    }

    @Test
    void authenticationIsWholeOrNone() {
        assertInvalid(
                Map.of(),
                Map.of(ConfigKey.AUTH_JWKS_URL, "file:/keys.json", ConfigKey.AUTH_ISSUER, "me"),
                "ledger.auth.jwks.url = \"file:/keys.json\" (--auth-jwks-url): needs ledger.auth.audience beside it");
        assertInvalid(
                Map.of(),
                Map.of(ConfigKey.AUTH_ISSUER, "me"),
                "ledger.auth.issuer = \"me\" (--auth-issuer): is of no use without ledger.auth.jwks.url");
        for (String wrong : new String[] {"ftp://keys", "keys.json", "https:keys", "http://a b"}) {
            assertThatThrownBy(() -> load(
                            Map.of(),
                            Map.of(
                                    ConfigKey.AUTH_JWKS_URL,
                                    wrong,
                                    ConfigKey.AUTH_ISSUER,
                                    "me",
                                    ConfigKey.AUTH_AUDIENCE,
                                    "ledger")))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining("must be a URL with https, http or file");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "localhost:7070", "[::1]:7070"})
    void loopbackAddressesNeedNone(String address) {
        assertThat(load(Map.of(), Map.of(ConfigKey.HTTP, address)).http().address())
                .hasToString(address);
    }

    /** Key, value, and what the message says would be right. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP | 7070 | must be HOST:PORT",
                "HTTP | 127.0.0.1:65536 | must be HOST:PORT",
                "HTTP | 127.0.0.1:http | must be HOST:PORT",
                "HTTP | ::1:7070 | must be HOST:PORT",
                "HTTP | no-such-host.invalid:7070 | the host is not known",
                "HTTP_MAX_BODY_BYTES | 1023 | must be a whole number from 1024 to 1073741824",
                "HTTP_MAX_CONNECTIONS | 15 | must be a whole number from 16 to 1000000",
                "HTTP_INSECURE | yes | must be true or false",
                "DATA | '' | must be a path",
                "KAFKA_PORT | -1 | must be a whole number from 0 to 65535",
                "KAFKA_PORT | 9092x | must be a whole number from 0 to 65535",
                "BOOTSTRAP_SERVERS | kafka | must be HOST:PORT",
                "BOOTSTRAP_SERVERS | kafka:9092, | must be HOST:PORT",
                "BOOTSTRAP_SERVERS | kafka:0 | must be HOST:PORT",
                "SCHEMA_REGISTRY_URL | registry:8081 | must be URLs with http",
                "SCHEMA_REGISTRY_URL | ftp://registry | must be URLs with http",
                "SCHEMA_REGISTRY_URL | http://a b | must be URLs with http",
                "INSTANCE_ID | a b | must be 1 to 64 of",
                "SHARDS | 0 | must be a whole number from 1 to 10000",
                "SHARDS | 1.5 | must be a whole number",
                "REPLY_PARTITIONS | 99999999999 | must be a whole number",
                "REPLICATION_FACTOR | 0 | must be a whole number",
                "MIN_INSYNC_REPLICAS | 2 | must be at most ledger.replication.factor",
                "ASSETS | BTC | \"BTC\" must be CODE:DECIMALS",
                "ASSETS | BTC:19 | must be CODE:DECIMALS",
                "ASSETS | btc:8 | must be CODE:DECIMALS",
                "ASSETS | 9BTC:8 | must be CODE:DECIMALS",
                "ASSETS | BTC:٨ | must be CODE:DECIMALS",
                "ASSETS | BTC:8:9 | must be CODE:DECIMALS",
                "ASSETS | BTC:8,BTC:9 | names BTC twice",
                "ASSETS | EUR:3 | EUR is a currency of ISO 4217, with 2 decimals",
                "COMMAND_THREADS | 0 | must be a whole number from 1",
                "COMMIT_INTERVAL_MS | 5001 | must be a whole number from 1 to 5000",
                "POLL_MS | 0 | must be a whole number from 1",
                "PROJECTION_THREADS | two | must be a whole number from 1",
                "REBUILD_THREADS | 0 | must be a whole number from 1",
                "PROJECTION_COMMIT_INTERVAL_MS | 5001 | must be a whole number from 1 to 5000",
                "ROCKSDB_CACHE_MB | 0 | must be a whole number from 1",
                "ROCKSDB_WRITE_BUFFER_MB | 0 | must be a whole number from 1"
            })
    void wrongValuesAreRefused(ConfigKey key, String value, String right) {
        String written = value.equals("''") ? "" : value;
        assertThatThrownBy(() -> load(Map.of(), Map.of(key, written)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith(key.key() + " = \"" + written + "\" (" + key.flag() + "): ")
                .hasMessageContaining(right)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @EnumSource
    void namesFollowFromTheKey(ConfigKey key) {
        assertThat(ConfigKey.ofKey(key.key())).contains(key);
        assertThat(ConfigKey.ofEnvironment(key.environment())).contains(key);
        assertThat(key.flag()).matches("--[a-z-]+");
        assertThat(key.doc()).endsWith(".");
        assertThat(EnumSet.allOf(ConfigKey.class).stream().map(ConfigKey::environment))
                .doesNotHaveDuplicates();
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("ledger.properties"), content);
    }

    private static LedgerConfig load(Map<String, String> environment, Map<ConfigKey, String> flags) {
        return LedgerConfig.load(Optional.empty(), environment, flags);
    }

    private static void assertInvalid(Map<String, String> environment, Map<ConfigKey, String> flags, String message) {
        assertThatThrownBy(() -> load(environment, flags))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(message);
    }
}
