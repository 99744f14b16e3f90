package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import ledger.api.audit.AuditReport;
import ledger.api.audit.AuditRun;
import ledger.api.audit.Fault;
import ledger.api.audit.Head;
import ledger.api.audit.HeadsFile;
import ledger.api.cli.LedgerCli;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import ledger.api.log.LedgerLog;
import ledger.api.log.LogException;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandId;
import ledger.language.Limits;
import ledger.topics.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit beside a running ledger: clean, until somebody writes to the log who is not the ledger. */
class AuditTest {
    @TempDir
    private Path directory;

    @Test
    void aLedgerIsCleanUntilSomebodyElseWritesToItsLog() throws Exception {
        try (LedgerFixture ledger = new LedgerFixture()) {
            book(ledger);
            Path file = directory.resolve("heads.json");
            assertThat(audit(ledger, "--head", file.toString())).isZero();
            String heads = Files.readString(file);
            book(ledger);
            AuditReport clean = report(ledger, new HeadsFile(file).read());
            assertThat(clean.faults()).isEmpty();
            assertThat(clean.unchained()).isZero();
            assertThat(clean.chained()).isEqualTo(clean.events()).isGreaterThan(40);
            assertThat(clean.accounts()).isEqualTo(8);
            assertThat(clean.currencies()).singleElement().satisfies(total -> {
                assertThat(total.boundary()).isEqualTo(total.accounts().negate());
                assertThat(total.accounts()).isPositive();
            });
            assertThat(audit(ledger, "--head", file.toString(), "--json")).isZero();

            RecordMetadata forged = forge(ledger, "forged");

            Fault fault = report(ledger, Map.of()).faults().getFirst();
            assertThat(fault.partition()).isEqualTo(forged.partition());
            assertThat(fault.offset()).isEqualTo(forged.offset());
            assertThat(fault.account()).isEqualTo("forged");
            assertThat(fault.what()).isEqualTo("a record outside of the chain");
            assertThat(audit(ledger, "--head", file.toString())).isEqualTo(1);
            assertThat(Files.readString(file)).as("the file stays as it is").isEqualTo(heads);
            Path other = directory.resolve("other.json");
            assertThat(audit(ledger, "--head", other.toString())).isEqualTo(1);
            assertThat(other).as("heads of a log with faults").doesNotExist();
        }
    }

    /** Accounts in each of the four shards, and everything that moves between them. */
    private static void book(LedgerFixture ledger) {
        Api api = ledger.api();
        List<String> accounts = ledger.newAccountsApart(4);
        accounts.forEach(account -> api.deposit(account, "100.00").expect(201));
        for (int i = 0; i < accounts.size(); i++) {
            String from = accounts.get(i);
            String to = accounts.get((i + 1) % accounts.size());
            api.transfer(from, to, "10.00").expect(201);
            String hold = "hold-" + from.replace(':', '-');
            api.hold(hold, from, to, "20.00", "").expect(201);
            api.capture(hold, "{\"amount\":\"5.00\"}").expect(200);
            if (i % 2 == 0) {
                api.change(hold, "void", "").expect(200);
            }
            api.transfer(from, to, "1000.00").expect(422);
            api.withdraw(from, "1.00").expect(201);
        }
    }

    private static RecordMetadata forge(LedgerFixture ledger, String account)
            throws ExecutionException, InterruptedException {
        try (LedgerLog log = log(ledger);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", ledger.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            Instant now = Instant.parse("2026-01-01T00:00:00Z");
            AccountEvent event = new AccountEvent(
                    new AccountId(account),
                    1,
                    null,
                    new CommandId("forged"),
                    new Asset("EUR", 2),
                    Amount.ZERO,
                    Amount.ZERO,
                    Amount.ZERO,
                    0,
                    now,
                    now,
                    new AccountOpened(Limits.NONE_BELOW_ZERO, Map.of()));
            return producer.send(new ProducerRecord<>(
                            Topics.EVENTS,
                            account.getBytes(StandardCharsets.UTF_8),
                            log.serdes().events().serializer().serialize(Topics.EVENTS, event)))
                    .get();
        }
    }

    private static AuditReport report(LedgerFixture ledger, Map<Integer, Head> heads) {
        try (LedgerLog log = log(ledger)) {
            return AuditRun.of(log, heads, _ -> {});
        }
    }

    private static LedgerLog log(LedgerFixture ledger) {
        return LedgerLog.open(LedgerConfig.load(
                Optional.empty(), Map.of(), Map.of(ConfigKey.BOOTSTRAP_SERVERS, ledger.bootstrapServers())));
    }

    private static int audit(LedgerFixture ledger, String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "audit";
        arguments[1] = "--bootstrap-servers";
        arguments[2] = ledger.bootstrapServers();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return new LedgerCli((_, _) -> 1, () -> "").run(arguments);
    }

    @Test
    void aFileThatHasNoHeadsIsNamed() throws IOException {
        Path file = Files.writeString(
                directory.resolve("bad.json"), "{\"version\":1,\"partitions\":{\"0\":{\"offset\":1}}}");
        assertThatThrownBy(() -> new HeadsFile(file).read())
                .isInstanceOf(LogException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("partition 0");
        Files.writeString(file, "no JSON");
        assertThatThrownBy(() -> new HeadsFile(file).read()).hasMessageContaining("is no file of heads");
        assertThatThrownBy(() -> new HeadsFile(directory)).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> new HeadsFile(directory.resolve("missing/heads.json")))
                .hasMessageContaining("cannot be written");
    }
}
