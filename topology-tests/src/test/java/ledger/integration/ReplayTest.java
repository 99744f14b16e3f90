package ledger.integration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import ledger.api.answers.JsonBodies;
import ledger.api.broker.EmbeddedKafka;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import ledger.api.log.LedgerLog;
import ledger.api.log.LogException;
import ledger.api.log.Replay;
import ledger.api.log.Until;
import ledger.language.AccountId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a ledger came to at a point is computed from its log alone, beside the running ledger. */
@ExtendWith(SharedLedger.class)
@Tag("container")
class ReplayTest {
    private final LedgerFixture ledger;
    private final Api api;

    ReplayTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void accountsAreAsTheyWereAnsweredAtEachTime() {
        String id = ledger.newAccount();
        JsonNode opened = api.state(id);
        JsonNode first = depositLater(id, opened);
        JsonNode second = depositLater(id, first);

        for (JsonNode then : List.of(opened, first, second)) {
            Instant time = Instant.parse(then.path("updatedAt").textValue());
            assertThat(account(replay(new Until.Time(time), id), id)).isEqualTo(then);
        }
        Instant before = Instant.parse(opened.path("openedAt").textValue()).minusMillis(1);
        assertThat(replay(new Until.Time(before), id).accounts()).isEmpty();
    }

    /** In another millisecond than the last change of the account. */
    private JsonNode depositLater(String id, JsonNode before) {
        Instant last = Instant.parse(before.path("updatedAt").textValue());
        while (!Instant.now().isAfter(last.plusMillis(1))) {
            Thread.onSpinWait();
        }
        api.deposit(id, "10.00").expect(201);
        return api.state(id);
    }

    @Test
    void aPositionIsAPointOfTheLog() {
        List<String> accounts = ledger.newAccountsApart(2);
        String from = accounts.getFirst();
        String to = accounts.getLast();
        api.deposit(from, "100.00").expect(201);
        JsonNode before = api.state(from);
        SortedMap<Integer, Long> position = ends();
        api.transfer(from, to, "30.00").expect(201);

        Replay.Result then = replay(new Until.Position(position), from);
        assertThat(account(then, from)).isEqualTo(before);
        assertThat(then.positions()).isEqualTo(position);
        Replay.Result now = replay(new Until.Now(), from, to);
        assertThat(account(now, from)).isEqualTo(api.state(from));
        assertThat(account(now, to)).isEqualTo(api.state(to));
        assertThat(now.events()).isGreaterThan(then.events());
    }

    @Test
    void theTrialBalanceIsThatOfTheReadModel() {
        String id = ledger.newId();
        api.post("/v1/accounts", "{\"id\":\"" + id + "\",\"currency\":\"ISK\"}").expect(201);
        api.post("/v1/accounts/" + id + "/deposits", "{\"amount\":\"700\",\"currency\":\"ISK\"}")
                .expect(201);
        api.post("/v1/accounts/" + id + "/withdrawals", "{\"amount\":\"200\",\"currency\":\"ISK\"}")
                .expect(201);

        JsonNode item = replay(new Until.Now()).trialBalance().stream()
                .map(JsonBodies::trialBalance)
                .filter(each -> each.path("currency").textValue().equals("ISK"))
                .findFirst()
                .orElseThrow();

        assertThat(item.path("accounts").textValue()).isEqualTo("500");
        assertThat(item.path("boundary").textValue()).isEqualTo("-500");
        assertThat(item.path("debits").textValue()).isEqualTo("900");
        assertThat(item.path("credits").textValue()).isEqualTo("900");
        assertThat(item.path("inTransit").textValue()).isEqualTo("0");
        assertThat(item.path("balanced").booleanValue()).isTrue();
    }

    @Test
    void aPositionThatIsNotOneOfTheLogIsRefused() {
        SortedMap<Integer, Long> beyond = new TreeMap<>(ends());
        beyond.merge(1, 1_000_000L, Long::sum);
        assertThatThrownBy(() -> replay(new Until.Position(beyond)))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("beyond the log")
                .hasMessageContaining("partition 1 ends at");
        assertThatThrownBy(() -> replay(new Until.Position(Map.of(0, 1L))))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("names the partitions [0]")
                .hasMessageContaining("[0, 1, 2, 3]");
    }

    @Test
    void whereThereIsNoLedgerIsSaid(@TempDir Path directory) {
        assertThatThrownBy(() -> LedgerLog.open(config(ConfigKey.DATA, directory.toString())))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("no ledger's data in");
        try (EmbeddedKafka empty = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            // Found by its directory, as the broker runs.
            assertThatThrownBy(() -> LedgerLog.open(config(ConfigKey.DATA, directory.toString())))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("no ledger on " + empty.bootstrapServers());
        }
        // And started by itself, once it does not.
        assertThatThrownBy(() -> LedgerLog.open(config(ConfigKey.DATA, directory.toString())))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("no ledger on 127.0.0.1:");
        assertThat(EmbeddedKafka.running(directory.resolve("kafka"))).isEmpty();
    }

    private SortedMap<Integer, Long> ends() {
        try (LedgerLog log = log()) {
            return log.ends();
        }
    }

    private Replay.Result replay(Until until, String... accounts) {
        try (LedgerLog log = log()) {
            List<AccountId> wanted =
                    List.of(accounts).stream().map(AccountId::new).toList();
            return Replay.of(log, until, wanted, _ -> {});
        }
    }

    private static JsonNode account(Replay.Result result, String id) {
        // As a client reads it: numbers in JSON have no Java types.
        return Api.parse(JsonBodies.account(requireNonNull(result.accounts().get(new AccountId(id))))
                .toString());
    }

    private LedgerLog log() {
        return LedgerLog.open(config(ConfigKey.BOOTSTRAP_SERVERS, ledger.bootstrapServers()));
    }

    private static LedgerConfig config(ConfigKey key, String value) {
        return LedgerConfig.load(Optional.empty(), Map.of(), Map.of(key, value));
    }
}
