package ledger.api.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.Javalin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import ledger.api.config.ConfigKey;
import ledger.api.config.InvalidConfigException;
import ledger.api.config.LedgerConfig;
import ledger.registry.SchemaRegistryClient;
import ledger.registry.SchemaRegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file of the Kafka client settings has for the registry is shown to it, and to nobody else. */
class ExternalRegistryTest {
    private static final String TOKEN = "eyJ.secret-token_~+/==";

    @TempDir
    private Path directory;

    private SchemaRegistryClient client(String url, String settings) throws IOException {
        Path file = Files.writeString(directory.resolve("client.properties"), settings);
        return ExternalRegistry.client(
                LedgerConfig.load(
                        Optional.empty(),
                        Map.of(),
                        Map.of(ConfigKey.SCHEMA_REGISTRY_URL, url, ConfigKey.KAFKA_CONFIG, file.toString())),
                Optional.empty());
    }

    @Test
    void aTokenIsShownToTheRegistryAlone() throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        Javalin javalin = Javalin.create(config -> config.routes.get("/config", ctx -> {
                    seen.add(String.valueOf(ctx.header("Authorization")));
                    ctx.status(401).result("{\"error_code\":40101,\"message\":\"not you\"}");
                }))
                .start("127.0.0.1", 0);
        try (SchemaRegistryClient client = client(
                "http://127.0.0.1:" + javalin.port(),
                "bearer.auth.credentials.source=STATIC_TOKEN\nbearer.auth.token=" + TOKEN)) {
            assertThatThrownBy(() -> client.compatibility(null))
                    .isInstanceOf(SchemaRegistryException.class)
                    .hasMessageContaining("not you")
                    .message()
                    .doesNotContain(TOKEN);
        } finally {
            javalin.stop();
        }
        assertThat(seen).containsExactly("Bearer " + TOKEN);
    }

    @Test
    void aTokenThatIsNoneIsNotRepeated() {
        assertThatThrownBy(() -> client(
                        "http://127.0.0.1:1",
                        "bearer.auth.credentials.source=STATIC_TOKEN\nbearer.auth.token=secret token"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContainingAll("ledger.kafka.config", "bearer.auth.token")
                .message()
                .doesNotContain("secret");
    }
}
