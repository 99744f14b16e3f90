package ledger.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import ledger.api.audit.AuditReport;
import ledger.api.audit.AuditRun;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import ledger.api.log.LedgerLog;
import ledger.integration.Api;

/** What must hold after the faults, whatever they were. */
final class Verification {
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);
    private static final Duration ALIKE_WITHIN = Duration.ofMinutes(1);
    private static final Duration FOUND_WITHIN = Duration.ofMinutes(5);
    private static final Duration REBUILT_WITHIN = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Cluster cluster;
    private final List<Api> apis;
    private final Journal journal;
    private final Consumer<String> tell;

    Verification(Cluster cluster, Journal journal, Consumer<String> tell) {
        this.cluster = cluster;
        this.apis = cluster.ports().stream().map(port -> new Api(port, TIMEOUT)).toList();
        this.journal = journal;
        this.tell = tell;
    }

    /** @throws AssertionError if something does not hold */
    void run() throws InterruptedException {
        settleAll();
        assertThat(journal.violations()).isEmpty();
        try (LedgerLog log = LedgerLog.open(LedgerConfig.load(
                Optional.empty(),
                Map.of(),
                Map.of(ConfigKey.BOOTSTRAP_SERVERS, cluster.brokers().bootstrapServers())))) {
            Expectation expectation = new Expectation(journal.all());
            expectation.requireIn(Booked.in(log));
            tell.accept("every command is in the log once, or not at all, as it was answered");
            everyAnswerIsFoundAgain();
            accountsAreAlike(expectation);
            audit(log);
            rebuild();
            accountsAreAlike(expectation);
        }
    }

    /** Whoever was left without an answer gets one with the same key. */
    private void settleAll() throws InterruptedException {
        List<Sent> unsettled = journal.unsettled();
        Delivery delivery = new Delivery(apis, journal, new CountDownLatch(1));
        SideBySide.each(unsettled, SETTLED_WITHIN, command -> delivery.deliver(command, 0));
        long accepted = unsettled.stream()
                .filter(command -> command.settled().isAccepted())
                .count();
        tell.accept("all are settled: of " + unsettled.size() + " without an answer, " + accepted + " were accepted");
    }

    private void everyAnswerIsFoundAgain() throws InterruptedException {
        for (Api api : apis) {
            SideBySide.each(journal.all(), FOUND_WITHIN, command -> {
                Api.Reply found = api.get("/v1/commands/" + URLEncoder.encode(command.key(), StandardCharsets.UTF_8));
                if (Delivery.isCommand(command)) {
                    assertThat(found.text())
                            .as(command.toString())
                            .isEqualTo(command.settled().text());
                } else {
                    assertThat(found.status()).as(command.toString()).isEqualTo(404);
                }
            });
        }
        tell.accept("every answer is found again through both instances");
    }

    private void accountsAreAlike(Expectation expectation) {
        for (Api api : apis) {
            await().atMost(ALIKE_WITHIN)
                    .pollInterval(POLL)
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .untilAsserted(() -> {
                        List<JsonNode> accounts = api.items("/v1/accounts", 500);
                        expectation.requireOf(accounts);
                        assertThat(accounts).isEqualTo(apis.getFirst().items("/v1/accounts", 500));
                    });
            JsonNode total = api.get("/v1/trial-balance").expect(200).json().path("items");
            assertThat(total).hasSize(1);
            assertThat(total.path(0).path("balanced").booleanValue())
                    .as(total.toString())
                    .isTrue();
            assertThat(total.path(0).path("accounts").textValue()).isEqualTo(Traffic.text(expectation.total()));
            for (String account : Probe.accounts()) {
                assertThat(api.get(Api.account(account)).expect(200).json())
                        .isEqualTo(apis.getFirst().get(Api.account(account)).json());
            }
        }
        tell.accept("both instances answer alike, with the sums of what was accepted; the trial balance is balanced");
    }

    private void audit(LedgerLog log) {
        AuditReport report = AuditRun.of(log, Map.of(), _ -> {});
        assertThat(report.faults()).isEmpty();
        assertThat(report.unchained()).isZero();
        assertThat(report.inTransit()).isZero();
        tell.accept("the audit finds no fault in " + report.events() + " events of " + report.accounts() + " accounts");
    }

    /** The new generation is compared with the old one by its digest, and serves only if it is the same. */
    private void rebuild() {
        String path = "/v1/projections/balances";
        Api api = apis.getFirst();
        int before = api.get(path).expect(200).json().path("generation").intValue();
        api.post(path + "/rebuild", "").expect(202);
        await().atMost(REBUILT_WITHIN)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(apis).allSatisfy(each -> {
                    JsonNode now = each.get(path).expect(200).json();
                    assertThat(now.path("generation").intValue())
                            .as(now.toString())
                            .isGreaterThan(before);
                    assertThat(now.path("state").textValue()).isEqualTo("RUNNING");
                    assertThat(now.path("rebuild").isNull()).isTrue();
                }));
        tell.accept("the balances were rebuilt, have the same digest, and serve");
    }
}
