package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands around the moment of a crash are applied exactly once, if those that sent them retry with their keys. */
class CrashTest {
    private static final int ACCOUNTS = 12;

    @TempDir
    private Path directory;

    private record Sent(String account, String key) {}

    @Test
    void commandsInFlightAtAKillAreAppliedOnceWhenRetried() {
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
            assertThat(restarted.terminate().exitCode()).isZero();
        }
    }
}
