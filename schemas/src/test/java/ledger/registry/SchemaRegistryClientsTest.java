package ledger.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class SchemaRegistryClientsTest {
    private static final Schema TEXT = Schema.create(Schema.Type.STRING);

    @Test
    void mockClientsOfAScopeShareARegistryAndOthersDoNot() {
        try (var one = SchemaRegistryClients.of(Map.of("schema.registry.url", "mock://shared"));
                var two = SchemaRegistryClients.of(Map.of("schema.registry.url", "mock://shared"));
                var other = SchemaRegistryClients.of(Map.of("schema.registry.url", "mock://other"))) {
            int id = one.register("s", TEXT);

            assertThat(two.schemaById(id)).isEqualTo(TEXT);
            assertThat(two.idOf("s", TEXT)).isEqualTo(id);
            assertThat(two.latest("s")).isEqualTo(new RegisteredSchema("s", 1, id, TEXT));
            assertThatThrownBy(() -> other.schemaById(id)).hasMessageContaining("Schema " + id + " not found");
        }
    }

    @Test
    void levelsAreSetAndRead() {
        try (var client = SchemaRegistryClients.of(Map.of("schema.registry.url", "mock://levels"))) {
            client.setCompatibility(null, CompatibilityLevel.FULL);
            assertThat(client.compatibility("s")).isEqualTo(CompatibilityLevel.FULL);
            client.setCompatibility("s", CompatibilityLevel.NONE);
            assertThat(client.compatibility("s")).isEqualTo(CompatibilityLevel.NONE);
            assertThat(client.compatibility(null)).isEqualTo(CompatibilityLevel.FULL);
        }
    }

    @Test
    void errorsNameTheKeyTheValueAndWhatWouldBeRight() {
        refused(Map.of(), "schema.registry.url");
        refused(Map.of("schema.registry.url", ""), "schema.registry.url");
        refused(Map.of("schema.registry.url", "localhost:8081"), "schema.registry.url", "localhost:8081", "http://");
        refused(Map.of("schema.registry.url", "ftp://h"), "ftp://h", "https://host");
        refused(Map.of("schema.registry.url", "http://h,mock://m"), "http://h,mock://m", "stands alone");
        refused(
                Map.of("schema.registry.url", "http://h", "basic.auth.credentials.source", "SASL"),
                "basic.auth.credentials.source",
                "SASL",
                "USER_INFO");
        refused(
                Map.of("schema.registry.url", "http://h", "basic.auth.credentials.source", "USER_INFO"),
                "basic.auth.user.info",
                "user:password");
        refused(
                Map.of("schema.registry.url", "http://h", "bearer.auth.credentials.source", "OAUTHBEARER"),
                "bearer.auth.credentials.source",
                "STATIC_TOKEN");
        refused(
                Map.of("schema.registry.url", "http://h", "bearer.auth.credentials.source", "STATIC_TOKEN"),
                "bearer.auth.token",
                "STATIC_TOKEN");
        refused(Map.of("schema.registry.url", "http://h", "http.read.timeout.ms", "0"), "http.read.timeout.ms");
    }

    @Test
    void errorsDoNotShowPasswords() {
        assertThatThrownBy(() -> SchemaRegistryClients.of(Map.of("schema.registry.url", "ftp://user:secret@h")))
                .hasMessageContaining("ftp://***@h")
                .message()
                .doesNotContain("secret");
        assertThatThrownBy(() -> SchemaRegistryClients.of(Map.of("schema.registry.url", "http://user:sec ret@h")))
                .message()
                .doesNotContain("ret@");
        Map<String, String> token = Map.of(
                "schema.registry.url", "http://h",
                "bearer.auth.credentials.source", "STATIC_TOKEN",
                "bearer.auth.token", "sec\nret");
        assertThatThrownBy(() -> SchemaRegistryClients.of(token))
                .hasMessageContaining("bearer.auth.token")
                .message()
                .doesNotContain("sec", "ret");
        Map<String, String> twice = Map.of(
                "schema.registry.url", "http://user:secret@h",
                "bearer.auth.credentials.source", "STATIC_TOKEN",
                "bearer.auth.token", "secret");
        assertThatThrownBy(() -> SchemaRegistryClients.of(twice))
                .hasMessageContaining("stands alone")
                .message()
                .doesNotContain("secret");
    }

    private static void refused(Map<String, String> configs, String... parts) {
        assertThatThrownBy(() -> SchemaRegistryClients.of(configs))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(parts);
    }
}
