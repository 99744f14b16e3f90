package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import ledger.testing.TestDirectories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A bank's ledger of 1993, with the balance that the bank itself computed after each transaction: every answer, balance
 * and statement must say the same, also after the server was killed and its read models were built anew.
 */
class BankLedgerTest {
    /** Maven runs the tests in the module's directory. */
    private static final Path EXAMPLE = Path.of("..", "examples", "bank");

    private static final int BATCH_LINES = 5_000;
    private static final int RETRIED_LINES = 1_000;
    private static final int PAGE = 100;
    private static final int SAMPLE = 100;
    private static final Duration REBUILT_WITHIN = Duration.ofSeconds(60);

    private static final Path DATA = TestDirectories.create("bank");

    /** By account: the balances after its transactions, in their order. */
    private static final Map<String, List<String>> BALANCES = new LinkedHashMap<>();

    /** By idempotency key. */
    private static final Map<String, String> BALANCE_AFTER = new LinkedHashMap<>();

    private static final List<String> LINES = new ArrayList<>();

    @BeforeAll
    static void readTheBanksTransactions() throws IOException {
        try (BufferedReader rows = open("bank-1993.csv.gz")) {
            rows.readLine();
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                String[] columns = row.split(",", -1);
                BALANCES.computeIfAbsent("bank:" + columns[1], _ -> new ArrayList<>())
                        .add(columns[5]);
                BALANCE_AFTER.put("bank-1993-" + columns[0], columns[5]);
            }
        }
        try (BufferedReader lines = open("bank-1993.ndjson.gz")) {
            lines.lines().forEach(LINES::add);
        }
        assertThat(LINES).hasSize(32_825);
        assertThat(BALANCES).hasSize(800);
        assertThat(BALANCE_AFTER).hasSize(32_025);
    }

    private static BufferedReader open(String file) throws IOException {
        return new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(EXAMPLE.resolve(file))), StandardCharsets.UTF_8));
    }

    @AfterAll
    static void deleteTheData() {
        TestDirectories.delete(DATA);
    }

    @Test
    void everyBalanceIsTheBanksAlsoAfterAKillAndARebuild() throws IOException {
        try (LedgerProcess killed = LedgerProcess.server(DATA)) {
            Api api = killed.ready();
            importAll(api);
            checkReadModels(api);
            killed.kill();
        }
        try (LedgerProcess restarted = LedgerProcess.server(DATA)) {
            Api api = restarted.ready();
            retried(api);
            rebuildAll(api);
            checkReadModels(api);
            assertThat(restarted.terminate().exitCode()).isZero();
        }
    }

    private static void importAll(Api api) {
        int checked = 0;
        for (int start = 0; start < LINES.size(); start += BATCH_LINES) {
            List<String> batch = LINES.subList(start, Math.min(LINES.size(), start + BATCH_LINES));
            List<JsonNode> answers =
                    api.batch(String.join("\n", batch)).expect(200).lines();
            assertThat(answers).hasSameSizeAs(batch);
            for (int i = 0; i < batch.size(); i++) {
                JsonNode line = Api.parse(batch.get(i));
                JsonNode answer = answers.get(i);
                String key = line.path("idempotencyKey").textValue();
                assertThat(answer.path("idempotencyKey").textValue()).isEqualTo(key);
                assertThat(answer.path("status").intValue())
                        .as(answer::toString)
                        .isEqualTo(201);
                if (BALANCE_AFTER.containsKey(key)) {
                    assertThat(answer.path("body")
                                    .path("balances")
                                    .path(line.path("account").textValue())
                                    .path("balance")
                                    .textValue())
                            .as(batch.get(i))
                            .isEqualTo(BALANCE_AFTER.get(key));
                    checked++;
                }
            }
        }
        assertThat(checked).isEqualTo(BALANCE_AFTER.size());
    }

    /** The end of the import again, from the command line, books nothing and says the same. */
    private static void retried(Api api) throws IOException {
        List<String> end = LINES.subList(LINES.size() - RETRIED_LINES, LINES.size());
        Path file = Files.write(DATA.resolve("again.ndjson"), end);
        LedgerProcess.Ended again =
                LedgerProcess.run(Map.of(), "import", "--json", "--url", api.url(), file.toString());
        assertThat(again.exitCode()).as(again.toString()).isZero();
        JsonNode summary = Api.parse(again.out().strip().lines().toList().getLast());
        assertThat(summary.path("accepted").intValue()).isZero();
        assertThat(summary.path("replayed").intValue()).isEqualTo(RETRIED_LINES);
        assertThat(summary.path("rejected").intValue()).isZero();

        String line = LINES.getLast();
        String key = Api.parse(line).path("idempotencyKey").textValue();
        JsonNode answer = api.batch(line).expect(200).lines().getFirst();
        assertThat(answer.path("replayed").booleanValue()).isTrue();
        assertThat(answer.path("body"))
                .isEqualTo(api.get("/v1/commands/" + key).expect(200).json());
        assertThat(answer.path("body")
                        .path("balances")
                        .elements()
                        .next()
                        .path("balance")
                        .textValue())
                .isEqualTo(BALANCE_AFTER.get(key));
    }

    /** Asked for at once: some wait for others. */
    private static void rebuildAll(Api api) {
        List<String> paths = api.items("/v1/projections", PAGE).stream()
                .map(projection -> "/v1/projections/" + projection.path("name").textValue())
                .toList();
        for (String path : paths) {
            JsonNode started = api.post(path + "/rebuild", "").expect(202).json();
            assertThat(started.path("generation").intValue()).isEqualTo(1);
        }
        for (String path : paths) {
            await().atMost(REBUILT_WITHIN).untilAsserted(() -> {
                JsonNode now = api.get(path).expect(200).json();
                assertThat(now.path("generation").intValue()).as(now.toString()).isEqualTo(2);
                assertThat(now.path("state").textValue()).isEqualTo("RUNNING");
                assertThat(now.path("rebuild").isNull()).isTrue();
            });
        }
    }

    private static void checkRollup(Api api) {
        BigDecimal sum = BALANCES.values().stream()
                .map(balances -> new BigDecimal(balances.getLast()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        JsonNode rollup = api.items("/v1/rollups?prefix=bank:", PAGE).getFirst();
        assertThat(rollup.path("accounts").intValue()).isEqualTo(BALANCES.size());
        assertThat(rollup.path("balance").textValue()).isEqualTo(sum.toPlainString());
    }

    private static void checkReadModels(Api api) {
        Map<String, String> listed = new LinkedHashMap<>();
        for (JsonNode account : api.items("/v1/accounts?prefix=bank:", PAGE)) {
            listed.put(account.path("id").textValue(), account.path("balance").textValue());
        }
        assertThat(listed).hasSameSizeAs(BALANCES);
        checkRollup(api);
        BALANCES.forEach((account, balances) -> {
            assertThat(listed.get(account)).as(account).isEqualTo(balances.getLast());
            String path = "/v1/accounts/" + account;
            // The account was opened at version 1.
            JsonNode now = api.get(path + "?minVersion=" + (balances.size() + 1))
                    .expect(200)
                    .json();
            assertThat(now.path("balance").textValue()).as(account).isEqualTo(balances.getLast());
            assertThat(api.items(path + "/statement?minVersion=" + (balances.size() + 1), PAGE))
                    .as(account)
                    .extracting(item -> item.path("balanceAfter").textValue())
                    .isEqualTo(balances);
        });
        checkTransactions(api);
        checkTrialBalance(api);
    }

    /** One of a hundred, and the last one. */
    private static void checkTransactions(Api api) {
        List<String> keys = new ArrayList<>(BALANCE_AFTER.keySet());
        for (int i = keys.size() - 1; i >= 0; i -= SAMPLE) {
            String key = keys.get(i);
            JsonNode transaction = transaction(api, key);
            assertThat(transaction)
                    .isEqualTo(api.get("/v1/commands/" + key).expect(200).json());
            JsonNode balance = transaction.path("balances").elements().next();
            assertThat(balance.path("balance").textValue()).as(key).isEqualTo(BALANCE_AFTER.get(key));
        }
    }

    private static JsonNode transaction(Api api, String id) {
        String path = "/v1/transactions/" + id;
        // A server that was just started may be behind, and does not know what the one before it has acknowledged.
        if (api.get(path).status() == 404) {
            await().atMost(REBUILT_WITHIN).until(() -> api.get(path).status() == 200);
        }
        return api.get(path).expect(200).json();
    }

    private static void checkTrialBalance(Api api) {
        BigDecimal sum = BALANCES.values().stream()
                .map(balances -> new BigDecimal(balances.getLast()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        await().atMost(REBUILT_WITHIN).untilAsserted(() -> {
            JsonNode items = api.get("/v1/trial-balance").expect(200).json().path("items");
            assertThat(items).hasSize(1);
            JsonNode koruna = items.get(0);
            assertThat(koruna.path("accounts").textValue()).isEqualTo(sum.toPlainString());
            assertThat(koruna.path("boundary").textValue())
                    .isEqualTo(sum.negate().toPlainString());
            assertThat(koruna.path("debits")).isEqualTo(koruna.path("credits"));
            assertThat(koruna.path("inTransit").textValue()).isEqualTo("0.00");
            assertThat(koruna.path("balanced").booleanValue()).isTrue();
        });
    }
}
