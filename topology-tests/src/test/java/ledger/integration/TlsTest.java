package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import ledger.api.server.LedgerServer;
import ledger.testing.TestDirectories;
import ledger.tls.Authority;
import ledger.tls.Authority.Issued;
import ledger.tls.Pem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two instances that speak TLS, with clients, with each other, and with the registry that the first embeds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** The files have been looked at in this time. */
    private static final Duration LOOKED_AT = Duration.ofSeconds(6);

    private static final int READ_TIMEOUT_MS = 60_000;

    private final Path directory = TestDirectories.create("tls");
    private final Authority authority = new Authority("authority of the tests");
    private final SSLContext trusted = authority.trusted();
    private final Path ca = authority.write(directory.resolve("ca.crt"));
    private final List<LedgerServer> servers = new ArrayList<>();
    private final Api first;
    private final Api second;

    TlsTest() {
        writeCertificate(authority.issue("first"));
        first = start(Map.of(ConfigKey.KAFKA_PORT, "0", ConfigKey.FEED_WRITE_TIMEOUT_MS, "1000"));
        second = start(Map.of(
                ConfigKey.BOOTSTRAP_SERVERS,
                servers.getFirst().bootstrapServers(),
                ConfigKey.SCHEMA_REGISTRY_URL,
                first.url() + "/registry"));
        await().atMost(SOON)
                .until(() ->
                        servers.stream().allMatch(server -> server.missing().isEmpty()));
    }

    private void writeCertificate(Issued issued) {
        issued.writeChain(directory.resolve("tls.crt"));
        Pem.write(directory.resolve("tls.key"), Pem.traditional(issued.keys()));
    }

    private Api start(Map<ConfigKey, String> more) {
        Map<ConfigKey, String> flags = new EnumMap<>(more);
        flags.put(ConfigKey.HTTP, "127.0.0.1:0");
        flags.put(ConfigKey.HTTP_TLS_CERTIFICATE, directory.resolve("tls.crt").toString());
        flags.put(ConfigKey.HTTP_TLS_KEY, directory.resolve("tls.key").toString());
        flags.put(ConfigKey.TLS_CA, ca.toString());
        flags.put(ConfigKey.DATA, directory.resolve("data-" + servers.size()).toString());
        flags.put(ConfigKey.INSTANCE_ID, "tls-" + servers.size());
        flags.put(ConfigKey.CLUSTER_SECRET, ClusterFixture.SECRET);
        flags.put(ConfigKey.SHARDS, "4");
        // So that what one has not got is nowhere but with the other.
        flags.put(ConfigKey.STANDBY_REPLICAS, "0");
        flags.put(ConfigKey.REPLY_PARTITIONS, "2");
        flags.put(ConfigKey.REPLICATION_FACTOR, "1");
        flags.put(ConfigKey.MIN_INSYNC_REPLICAS, "1");
        servers.add(LedgerServer.start(LedgerConfig.load(Optional.empty(), Map.of(), flags)));
        return new Api(servers.getLast().httpPort(), trusted);
    }

    @AfterAll
    void close() {
        servers.reversed().forEach(LedgerServer::close);
        TestDirectories.delete(directory);
    }

    private SSLSocket connect(String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) trusted.getSocketFactory()
                .createSocket("127.0.0.1", servers.getFirst().httpPort());
        socket.setSoTimeout(READ_TIMEOUT_MS);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
        return socket;
    }

    private static String ask(Socket socket, String path, String host) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void bothProtocolsThatAreStillGoodAreSpoken() throws IOException {
        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            try (SSLSocket socket = connect(protocol)) {
                assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
                // As a probe does: by an address that the certificate does not name.
                assertThat(ask(socket, "/health/live", "10.1.2.3:7070")).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void nothingIsAnsweredWithoutTls() throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), servers.getFirst().httpPort())) {
            socket.setSoTimeout(READ_TIMEOUT_MS);
            assertThat(ask(socket, "/health/live", "127.0.0.1")).doesNotContain("HTTP/");
        }
    }

    @Test
    void whoDoesNotTrustTheAuthorityDoesNotTalk() {
        Api stranger = new Api(servers.getFirst().httpPort(), new Authority("another").trusted());
        assertThatThrownBy(() -> stranger.get("/health/live"))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void instancesAskEachOtherOverTls() {
        List<String> accounts =
                IntStream.range(0, 12).mapToObj(number -> "tls:" + number).toList();
        accounts.forEach(account -> {
            first.open(account);
            second.deposit(account, "1.00").expect(201);
        });
        for (Api api : List.of(first, second)) {
            accounts.forEach(account -> assertThat(api.get(Api.account(account) + "?minVersion=2")
                            .expect(200)
                            .json()
                            .path("balance")
                            .textValue())
                    .isEqualTo("1.00"));
            assertThat(api.items("/v1/accounts?prefix=tls:", 100)).hasSameSizeAs(accounts);
            for (String call : List.of("read", "question")) {
                assertThat(api.metric(
                                "ledger_peer_call_duration_seconds_count{call=\"" + call + "\",result=\"answered\"}"))
                        .as(call)
                        .isPositive();
            }
        }
    }

    @Test
    void theCommandLineTrustsWhomItIsTold() throws IOException {
        String url = first.url();
        LedgerProcess.Ended told = LedgerProcess.run(Map.of(), "projections", "--url", url, "--ca", ca.toString());
        assertThat(told.exitCode()).as(told.toString()).isZero();
        assertThat(told.out()).contains("balances");
        LedgerProcess.Ended untold = LedgerProcess.run(Map.of("LEDGER_TLS_CA", ""), "projections", "--url", url);
        assertThat(untold.exitCode()).isOne();
        assertThat(untold.err()).hasSize(1);
        assertThat(untold.err().getFirst()).contains(url, "--ca");
        LedgerProcess.Ended mistold = LedgerProcess.run(
                Map.of("LEDGER_TLS_CA", directory.resolve("none").toString()), "projections", "--url", url);
        assertThat(mistold.exitCode()).isEqualTo(2);
        assertThat(mistold.err().getFirst()).contains(directory.resolve("none").toString(), "cannot be read");
    }

    @Test
    void theLogIsAuditedAndReplayedWithTheSchemasOfARegistryOverTls() {
        first.open("audited");
        first.deposit("audited", "2.50").expect(201);
        String registry = first.url() + "/registry";
        Map<String, String> told = Map.of("LEDGER_TLS_CA", ca.toString());

        LedgerProcess.Ended audit = log("audit", registry, told);
        assertThat(audit.exitCode()).as(audit.toString()).isZero();
        LedgerProcess.Ended replay = log("replay", registry, told, "--account", "audited");
        assertThat(replay.exitCode()).as(replay.toString()).isZero();
        assertThat(replay.out()).contains("2.50");

        LedgerProcess.Ended untold = log("audit", registry, Map.of());
        assertThat(untold.exitCode()).as(untold.toString()).isOne();
        assertThat(untold.err()).hasSize(1);
        assertThat(untold.err().getFirst()).contains(registry, "certificat");
    }

    private LedgerProcess.Ended log(
            String command, String registry, Map<String, String> environment, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--bootstrap-servers",
                servers.getFirst().bootstrapServers(),
                "--schema-registry-url",
                registry));
        arguments.addAll(List.of(options));
        return LedgerProcess.run(environment, arguments.toArray(String[]::new));
    }

    @Test
    void aNewCertificateIsTakenUpAndABrokenOneIsNot() throws IOException {
        Issued next = authority.issue("next", "RSA", Duration.ofDays(5));
        // The certificate comes before its key, as it may where files are written one after the other.
        next.writeChain(directory.resolve("tls.crt"));
        X509Certificate before = served();
        assertThat(before).isNotEqualTo(next.certificate());
        await().during(LOOKED_AT).atMost(SOON).until(() -> served().equals(before));
        Pem.write(directory.resolve("tls.key"), Pem.traditional(next.keys()));
        await().atMost(SOON).until(() -> served().equals(next.certificate()));
        assertThat(first.metric("ledger_http_certificate_valid_seconds"))
                .isBetween(
                        Duration.ofDays(4).toSeconds() * 1.0, Duration.ofDays(5).toSeconds() * 1.0);
        first.get("/health/live").expect(200);
    }

    private X509Certificate served() throws IOException {
        try (SSLSocket socket = connect()) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void whoDoesNotReadAFeedIsCutOffOverTlsToo() throws IOException {
        String id = "tls-feed";
        first.open(id);
        try (Socket tcp = new Socket()) {
            tcp.setReceiveBufferSize(4096);
            tcp.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), servers.getFirst().httpPort()));
            SSLSocket slow = (SSLSocket) trusted.getSocketFactory().createSocket(tcp, "127.0.0.1", tcp.getPort(), true);
            slow.getOutputStream()
                    .write("GET /v1/events?from=start HTTP/1.1\r\nHost: ledger\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream answer = slow.getInputStream();
            assertThat(answer.read()).isEqualTo('H');
            for (int batch = 0; batch < 3; batch++) {
                assertThat(first.batch(BigDeposits.batch(id, batch)).expect(200).lines())
                        .allSatisfy(line ->
                                assertThat(line.path("status").intValue()).isEqualTo(201));
            }
            await().atMost(SOON)
                    .until(() -> first.metric("ledger_feeds_cut_off_total{reason=\"slow\"}") == 1
                            && first.metric("ledger_feeds_open ") == 0);
        }
    }
}
