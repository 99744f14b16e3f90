package ledger.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import ledger.api.config.ConfigKey;
import ledger.api.config.InvalidConfigException;
import ledger.api.config.LedgerConfig;
import ledger.api.tls.Tls;
import ledger.tls.Authority.Issued;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from certificates and keys, and what is said of those that are not right. */
class TlsFilesTest {
    private static final Authority AUTHORITY = new Authority("one");

    @TempDir
    private Path directory;

    private Path file(String name) {
        return directory.resolve(name);
    }

    private Tls tls() {
        return tls(Map.of(ConfigKey.HTTP_TLS_CERTIFICATE, "tls.crt", ConfigKey.HTTP_TLS_KEY, "tls.key"));
    }

    private Tls tls(Map<ConfigKey, String> files) {
        Map<ConfigKey, String> settings = new EnumMap<>(ConfigKey.class);
        files.forEach((key, name) -> settings.put(key, file(name).toString()));
        return Tls.of(LedgerConfig.load(Optional.empty(), Map.of(), settings).http());
    }

    private void refused(ConfigKey key, String name, String... said) {
        assertThatThrownBy(this::tls)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith(key.key() + " = \"" + file(name) + "\": ")
                .hasMessageContainingAll(said);
    }

    private void right() {
        Issued issued = AUTHORITY.issue("server");
        issued.writeChain(file("tls.crt"));
        Pem.write(file("tls.key"), Pem.pkcs8(issued.keys().getPrivate()));
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, PRIVATE KEY",
        "RSA, RSA PRIVATE KEY",
        "EC, PRIVATE KEY",
        "EC, EC PRIVATE KEY",
        "Ed25519, PRIVATE KEY"
    })
    void everyUsualFormOfAKeyIsRead(String algorithm, String label) {
        Issued issued = AUTHORITY.issue("server", algorithm, Duration.ofDays(3));
        issued.writeChain(file("tls.crt"));
        String key =
                label.equals("PRIVATE KEY") ? Pem.pkcs8(issued.keys().getPrivate()) : Pem.traditional(issued.keys());
        assertThat(key).startsWith("-----BEGIN " + label + "-----");
        Pem.write(file("tls.key"), "Whatever a tool says of it.\n", key);
        try (Tls tls = tls()) {
            assertThat(tls.scheme()).isEqualTo("https");
            // Reading it has signed with the key and checked with the certificate.
            assertThat(tls.port().orElseThrow().validFor().toMinutes())
                    .isCloseTo(Duration.ofDays(3).toMinutes(), within(10L));
        }
    }

    @Test
    void theRightFilesAreAccepted() {
        right();
        tls().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls.crt", "tls.key"})
    void aFileThatIsNotThereIsNamed(String missing) throws IOException {
        right();
        Files.delete(file(missing));
        refused(
                missing.equals("tls.crt") ? ConfigKey.HTTP_TLS_CERTIFICATE : ConfigKey.HTTP_TLS_KEY,
                missing,
                "cannot be read");
    }

    @Test
    void aCertificateThatIsNoneIsNamed() {
        right();
        Pem.write(file("tls.crt"), "certificate");
        refused(ConfigKey.HTTP_TLS_CERTIFICATE, "tls.crt", "no certificate");
        Pem.write(file("tls.crt"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        refused(ConfigKey.HTTP_TLS_CERTIFICATE, "tls.crt", "broken");
        Pem.write(file("tls.crt"), "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n");
        refused(ConfigKey.HTTP_TLS_CERTIFICATE, "tls.crt", "Base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY"})
    void aKeyThatIsNoneIsNamed(String label) {
        right();
        for (String content : new String[] {"", "AAAA", "MIIB", "MAUCAQAEAA=="}) {
            Pem.write(file("tls.key"), "-----BEGIN " + label + "-----\n" + content + "\n-----END " + label + "-----\n");
            refused(ConfigKey.HTTP_TLS_KEY, "tls.key", "broken");
        }
    }

    @Test
    void aKeyThatIsMissingOrTwiceOrEncryptedIsNamed() {
        right();
        String key = Pem.pkcs8(AUTHORITY.issue("other").keys().getPrivate());
        Pem.write(file("tls.key"), "key");
        refused(ConfigKey.HTTP_TLS_KEY, "tls.key", "no private key");
        Pem.write(file("tls.key"), key, key);
        refused(ConfigKey.HTTP_TLS_KEY, "tls.key", "2 private keys");
        Pem.write(file("tls.key"), key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));
        refused(ConfigKey.HTTP_TLS_KEY, "tls.key", "encrypted", "openssl pkey");
        Pem.write(file("tls.key"), """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-256-CBC,00

                AAAA
                -----END RSA PRIVATE KEY-----
                """);
        refused(ConfigKey.HTTP_TLS_KEY, "tls.key", "encrypted", "openssl pkey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void aKeyOfAnotherCertificateIsNamed(String algorithm) {
        right();
        Issued other = AUTHORITY.issue("other", algorithm, Duration.ofDays(1));
        Pem.write(file("tls.key"), Pem.pkcs8(other.keys().getPrivate()));
        refused(
                ConfigKey.HTTP_TLS_KEY,
                "tls.key",
                "not the key of",
                file("tls.crt").toString(),
                "CN=server");
    }

    @Test
    void certificatesThatDoNotFollowEachOtherAreNamed() {
        Issued issued = AUTHORITY.issue("server");
        Pem.write(file("tls.key"), Pem.pkcs8(issued.keys().getPrivate()));
        Pem.write(
                file("tls.crt"),
                Pem.of(issued.certificate()),
                Pem.of(new Authority("two").issue("other").certificate()));
        refused(ConfigKey.HTTP_TLS_CERTIFICATE, "tls.crt", "followed by the one that issued it");
    }

    @Test
    void authoritiesAreReadAndNamedWhereTheyAreNot() {
        AUTHORITY.write(file("ca.crt"));
        try (Tls tls = tls(Map.of(ConfigKey.TLS_CA, "ca.crt"))) {
            assertThat(tls.trust()).isPresent();
            assertThat(tls.scheme()).isEqualTo("http");
        }
        Pem.write(file("ca.crt"), "");
        assertThatThrownBy(() -> tls(Map.of(ConfigKey.TLS_CA, "ca.crt")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("ledger.tls.ca = \"" + file("ca.crt") + "\": ")
                .hasMessageContaining("no certificate");
    }

    @Test
    void oneWithoutTheOtherIsRefused() {
        assertThatThrownBy(() -> tls(Map.of(ConfigKey.HTTP_TLS_CERTIFICATE, "tls.crt")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContainingAll("ledger.http.tls.certificate", "needs ledger.http.tls.key");
        assertThatThrownBy(() -> tls(Map.of(ConfigKey.HTTP_TLS_KEY, "tls.key")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContainingAll("ledger.http.tls.key", "needs ledger.http.tls.certificate");
    }
}
