package ledger.api.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.Javalin;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import ledger.registry.CompatibilityLevel;
import ledger.registry.RegisteredSchema;
import ledger.registry.SchemaRegistryClient;
import ledger.registry.SchemaRegistryClients;
import ledger.registry.SchemaRegistryException;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class HttpSchemaRegistryClientTest {
    private static final Schema TEXT = Schema.create(Schema.Type.STRING);
    private static final Schema INT = Schema.create(Schema.Type.INT);
    /** Nothing listens on it. */
    private static final String AWAY = "http://127.0.0.1:1";

    @Test
    void everyMethodWorksAgainstTheRestApi() {
        try (var server = new RegistryServer();
                var client = client(server.url())) {
            int id = client.register("a subject", TEXT);

            assertThat(client.schemaById(id)).isEqualTo(TEXT);
            assertThat(client.idOf("a subject", TEXT)).isEqualTo(id);
            assertThat(client.latest("a subject")).isEqualTo(new RegisteredSchema("a subject", 1, id, TEXT));
            assertThat(client.compatibility("a subject")).isEqualTo(CompatibilityLevel.BACKWARD);
            client.setCompatibility("a subject", CompatibilityLevel.NONE);
            client.setCompatibility(null, CompatibilityLevel.FULL);
            assertThat(client.compatibility("a subject")).isEqualTo(CompatibilityLevel.NONE);
            assertThat(client.compatibility(null)).isEqualTo(CompatibilityLevel.FULL);
            assertThat(client.register("a subject", INT)).isEqualTo(2);
        }
    }

    @Test
    void refusalsCarryTheRegistrysCodeAndMessage() {
        try (var server = new RegistryServer();
                var client = client(server.url())) {
            client.register("s", TEXT);

            assertThatThrownBy(() -> client.register("s", INT))
                    .isInstanceOfSatisfying(SchemaRegistryException.class, e -> {
                        assertThat(e.httpStatus()).isEqualTo(409);
                        assertThat(e.retriable()).isFalse();
                    })
                    .hasMessageContaining("incompatible");
            assertThatThrownBy(() -> client.schemaById(99))
                    .isInstanceOfSatisfying(
                            SchemaRegistryException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(40403));
            assertThatThrownBy(() -> client.idOf("other", TEXT))
                    .isInstanceOfSatisfying(
                            SchemaRegistryException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(40401));
        }
    }

    @Test
    void idsAndSchemasAreAskedForOnce() {
        try (var server = new RegistryServer();
                var client = client(server.url())) {
            int id = client.register("s", TEXT);
            assertThat(client.schemaById(id)).isEqualTo(TEXT);
            server.stop();

            assertThat(client.register("s", TEXT)).isEqualTo(id);
            assertThat(client.schemaById(id)).isEqualTo(TEXT);
            assertThatThrownBy(() -> client.schemaById(id + 1)).isInstanceOf(SchemaRegistryException.class);
        }
    }

    @Test
    void anotherServerAnswersForOneThatIsAway() {
        try (var server = new RegistryServer();
                var client = client(AWAY + "," + server.url() + "/")) {
            assertThat(client.register("s", TEXT)).isEqualTo(1);
        }
        try (var client = client(AWAY + "/a," + AWAY + "/b")) {
            assertThatThrownBy(() -> client.latest("s"))
                    .hasMessageContainingAll("GET /subjects/s/versions/latest", AWAY + "/a: ", AWAY + "/b: ")
                    .isInstanceOfSatisfying(SchemaRegistryException.class, e -> {
                        assertThat(e.httpStatus()).isEqualTo(SchemaRegistryException.NO_ANSWER);
                        assertThat(e.retriable()).isTrue();
                    });
        }
    }

    @Test
    void credentialsComeFromTheUrlOrFromTheSetting() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Javalin javalin = Javalin.create(config -> config.routes.get("/config", ctx -> {
                    var credentials = ctx.basicAuthCredentials();
                    seen.add(
                            credentials == null ? "none" : credentials.getUsername() + "/" + credentials.getPassword());
                    ctx.result("{\"compatibilityLevel\":\"FULL\"}");
                }))
                .start("127.0.0.1", 0);
        String host = "127.0.0.1:" + javalin.port();
        try (var bare = client("http://" + host);
                var inUrl = client("http://ann:se%20cret@" + host);
                var inSetting = SchemaRegistryClients.of(Map.of(
                        "schema.registry.url",
                        "http://" + host,
                        "basic.auth.credentials.source",
                        "USER_INFO",
                        "basic.auth.user.info",
                        "bob:pass:word"))) {
            bare.compatibility(null);
            inUrl.compatibility(null);
            inSetting.compatibility(null);
        } finally {
            javalin.stop();
        }
        assertThat(seen).containsExactly("none", "ann/se cret", "bob/pass:word");
    }

    @Test
    void aServerThatIsNoRegistryIsNamedAsSuch() {
        Javalin javalin = Javalin.create(config -> config.routes.get("/config", ctx -> ctx.html("<p>hello</p>")))
                .start("127.0.0.1", 0);
        try (var client = client("http://127.0.0.1:" + javalin.port())) {
            assertThatThrownBy(() -> client.compatibility(null))
                    .isInstanceOf(SchemaRegistryException.class)
                    .hasMessageContaining("is this the base URL of a schema registry?");
        } finally {
            javalin.stop();
        }
    }

    private static SchemaRegistryClient client(String urls) {
        return SchemaRegistryClients.of(Map.of("schema.registry.url", urls));
    }
}
