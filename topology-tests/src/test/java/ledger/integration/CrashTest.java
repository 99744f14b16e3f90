package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands around the moment of a crash are applied exactly once, if those that sent them retry with their keys. */
class CrashTest {
    private static final int ACCOUNTS = 12;

    @TempDir
    private Path directory;

    private record Sent(String account, String key) {}

    @Test
    void commandsInFlightAtAKillAreAppliedOnceWhenRetried() throws IOException {
        List<Sent> sent = new ArrayList<>();
        List<String> acknowledged = new ArrayList<>();
        try (LedgerProcess killed = LedgerProcess.server(directory)) {
            Api api = killed.ready();
            for (int i = 0; i < ACCOUNTS; i++) {
                String account = "crash:" + i;
                api.open(account);
                acknowledged.add(api.deposit(account, "1.00", "Idempotency-Key", "acknowledged-" + account)
                        .expect(201)
                        .text());
                sent.add(new Sent(account, "acknowledged-" + account));
            }
            // Not waited for: whether they are appended, decided or committed when the server dies is up to chance.
            for (int i = 0; i < ACCOUNTS; i++) {
                String account = "crash:" + i;
                api.deposit(account, "1.00", "Idempotency-Key", "in-flight-" + account, "Prefer", "respond-async")
                        .expect(202);
                sent.add(new Sent(account, "in-flight-" + account));
            }
            killed.kill();
        }
        try (LedgerProcess restarted = LedgerProcess.server(directory)) {
            Api api = restarted.ready();
            for (int i = 0; i < sent.size(); i++) {
                Sent command = sent.get(i);
                Api.Reply retried = api.deposit(command.account(), "1.00", "Idempotency-Key", command.key())
                        .expect(201);
                if (i < ACCOUNTS) {
                    assertThat(retried.text()).isEqualTo(acknowledged.get(i));
                    assertThat(retried.header("Idempotency-Replayed")).isEqualTo("true");
                }
                assertThat(api.deposit(command.account(), "1.00", "Idempotency-Key", command.key())
                                .expect(201)
                                .text())
                        .isEqualTo(retried.text());
            }
            for (JsonNode account : api.items("/v1/accounts?prefix=crash:", 100)) {
                assertThat(account.path("balance").textValue())
                        .as(account.toString())
                        .isEqualTo("2.00");
                assertThat(account.path("version").intValue()).isEqualTo(3);
            }
            for (Sent command : sent.subList(0, ACCOUNTS)) {
                assertThat(api.items("/v1/accounts/" + command.account() + "/statement?minVersion=3", 10))
                        .hasSize(2);
            }
            try (Stream<Path> unpacked = Files.list(directory.resolve("state/.rocksdb"))) {
                assertThat(unpacked)
                        .as("RocksDB's library, which a kill leaves behind")
                        .hasSize(1);
            }
            assertThat(restarted.terminate().exitCode()).isZero();
        }
    }

    /** Between shards a transfer is several steps: the kill falls between them for some. */
    @Test
    void transfersBetweenShardsThatAKillFindsUnderWayAreMadeOnceOrNotAtAll() {
        List<Transfer> sent = new ArrayList<>();
        try (LedgerProcess killed = LedgerProcess.server(directory)) {
            Api api = killed.ready();
            for (int i = 0; i < ACCOUNTS; i++) {
                api.open("ring:" + i);
                api.deposit("ring:" + i, "3.00").expect(201);
            }
            // Some can be made only if others came first: which are refused is up to chance too.
            for (int i = 0; i < 15 * ACCOUNTS; i++) {
                Transfer transfer =
                        new Transfer("ring:" + i % ACCOUNTS, "ring:" + (i + 1 + i / ACCOUNTS) % ACCOUNTS, "ring-" + i);
                if (!transfer.from().equals(transfer.to())) {
                    sent.add(transfer);
                    transfer.send(api, "Prefer", "respond-async");
                }
            }
            killed.kill();
        }
        try (LedgerProcess restarted = LedgerProcess.server(directory)) {
            Api api = restarted.ready();
            Map<String, Integer> euros = new HashMap<>();
            for (Transfer transfer : sent) {
                Api.Reply first = transfer.send(api, "Prefer", "wait=30");
                assertThat(first.status()).as(first.text()).isIn(201, 422);
                assertThat(transfer.send(api).text()).isEqualTo(first.text());
                if (first.status() == 201) {
                    euros.merge(transfer.from(), -1, Integer::sum);
                    euros.merge(transfer.to(), 1, Integer::sum);
                }
            }
            for (JsonNode account : api.items("/v1/accounts?prefix=ring:", 100)) {
                int moved = euros.getOrDefault(account.path("id").textValue(), 0);
                assertThat(account.path("balance").textValue())
                        .as(account.toString())
                        .isEqualTo(3 + moved + ".00");
                assertThat(account.path("reserved").textValue()).isEqualTo("0.00");
            }
            JsonNode total = api.get("/v1/trial-balance?currency=EUR")
                    .expect(200)
                    .json()
                    .path("items")
                    .path(0);
            assertThat(total.path("balanced").booleanValue()).isTrue();
            assertThat(restarted.terminate().exitCode()).isZero();
        }
    }

    private record Transfer(String from, String to, String key) {
        Api.Reply send(Api api, String... headers) {
            List<String> all = new ArrayList<>(List.of("Idempotency-Key", key));
            all.addAll(List.of(headers));
            return api.transfer(from, to, "1.00", all.toArray(String[]::new));
        }
    }
}
