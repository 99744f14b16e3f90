package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients may rely on when they read transactions and the trial balance. */
@ExtendWith(SharedLedger.class)
class MoneyReadHttpTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Of no other test of the shared ledger. */
    private static final String CURRENCY = "NOK";

    /** Nor this one. */
    private static final String OTHER_CURRENCY = "SEK";

    private final LedgerFixture ledger;
    private final Api api;

    MoneyReadHttpTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void aTransactionIsReadAsItWasAnswered() {
        String id = ledger.newAccount();
        JsonNode deposited = api.post(
                        "/v1/accounts/" + id + "/deposits",
                        "{\"amount\":\"10.00\",\"currency\":\"EUR\",\"reference\":\"r\",\"metadata\":{\"b\":\"1\",\"a\":\"2\"},"
                                + "\"effectiveAt\":\"2026-01-01T00:00:00.000001Z\"}",
                        "Idempotency-Key",
                        "d-" + id)
                .expect(201)
                .json();
        assertThat(read("d-" + id)).isEqualTo(deposited);
        api.patch("/v1/accounts/" + id, "{\"overdraftLimit\":null}").expect(200);
        JsonNode withdrawn = api.withdraw(id, "25.00", "Idempotency-Key", "w-" + id)
                .expect(201)
                .json();

        assertThat(read("w-" + id)).isEqualTo(withdrawn);
        assertThat(Api.fields(withdrawn)).isEqualTo(Api.fields(read("w-" + id)));
        assertThat(read("d-" + id)).isEqualTo(deposited);
        assertThat(api.get("/v1/transactions/d-" + id).header("ETag")).isEmpty();
    }

    /** In what is gathered from all accounts, too. */
    @Test
    void listsAndTotalsHaveOnesOwnWritesAtOnce() {
        String prefix = ledger.newId() + ":";
        for (int count = 1; count <= 30; count++) {
            String id = prefix + count;
            api.post("/v1/accounts", "{\"id\":\"" + id + "\",\"currency\":\"" + OTHER_CURRENCY + "\"}")
                    .expect(201);
            assertThat(api.items("/v1/accounts?prefix=" + prefix, 1000)).hasSize(count);
            api.post(
                            "/v1/accounts/" + id + "/deposits",
                            "{\"amount\":\"1.00\",\"currency\":\"" + OTHER_CURRENCY + "\"}")
                    .expect(201);
            String sum = count + ".00";
            assertThat(first("/v1/rollups?prefix=" + prefix).path("balance").textValue())
                    .isEqualTo(sum);
            assertThat(first("/v1/trial-balance?currency=" + OTHER_CURRENCY)
                            .path("accounts")
                            .textValue())
                    .isEqualTo(sum);
        }
    }

    private JsonNode first(String path) {
        return api.get(path).expect(200).json().path("items").path(0);
    }

    @Test
    void oneSeesOnesOwnWritesAtOnce() {
        String id = ledger.newAccount();
        for (int i = 0; i < 50; i++) {
            JsonNode answer = api.deposit(id, "1.00").expect(201).json();
            assertThat(read(answer.path("id").textValue())).isEqualTo(answer);
        }
    }

    @Test
    void aTransactionThatIsNotThereIsNotFound() {
        String id = ledger.newAccount();
        api.withdraw(id, "1.00", "Idempotency-Key", "rejected-" + id).expect(422);
        for (String unknown : List.of("rejected-" + id, "nothing:" + id, id)) {
            JsonNode problem =
                    api.get("/v1/transactions/" + unknown).expect(404).json();
            assertThat(problem.path("code").textValue()).isEqualTo("TRANSACTION_NOT_FOUND");
            assertThat(problem.path("transactionId").textValue()).isEqualTo(unknown);
        }
    }

    @Test
    void theTrialBalanceSumsAllAccountsAndSurvivesARebuild() {
        String one = open();
        String other = open();
        move(one, "deposits", "100.00");
        move(other, "deposits", "0.50");
        move(one, "withdrawals", "30.25");
        JsonNode expected = Api.parse("{\"items\":[{\"currency\":\"NOK\",\"debits\":\"130.75\",\"credits\":\"130.75\","
                + "\"accounts\":\"70.25\",\"boundary\":\"-70.25\",\"inTransit\":\"0.00\",\"balanced\":true}],"
                + "\"nextCursor\":null}");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(trialBalance("?currency=" + CURRENCY)).isEqualTo(expected));
        JsonNode item = trialBalance("?currency=" + CURRENCY).path("items").get(0);
        assertThat(Api.fields(item))
                .containsExactly("currency", "debits", "credits", "accounts", "boundary", "inTransit", "balanced");

        api.rebuild("trial-balance");
        assertThat(trialBalance("?currency=" + CURRENCY)).isEqualTo(expected);
    }

    @Test
    void theTrialBalanceListsEveryCurrencyOnceInOrder() {
        ledger.newAccount();
        open();
        await().atMost(SOON).untilAsserted(() -> assertThat(currencies()).contains("EUR", CURRENCY));
        assertThat(currencies()).isSorted().doesNotHaveDuplicates();
        assertThat(trialBalance("").path("items"))
                .allMatch(item -> item.path("balanced").booleanValue());
        assertThat(trialBalance("?currency=XYZ").path("items")).isEmpty();
        assertThat(trialBalance("?currency=EU").path("items")).isEmpty();
    }

    @Test
    void transactionsSurviveARebuild() {
        String id = ledger.newAccount();
        JsonNode deposited = api.deposit(id, "3.00").expect(201).json();
        api.rebuild("transactions");
        assertThat(read(deposited.path("id").textValue())).isEqualTo(deposited);
    }

    private JsonNode read(String transaction) {
        return api.get("/v1/transactions/" + transaction).expect(200).json();
    }

    private JsonNode trialBalance(String query) {
        ObjectNode body =
                (ObjectNode) api.get("/v1/trial-balance" + query).expect(200).json();
        // Go on with every event of other tests.
        assertThat(body.remove("positions")).isNotEmpty();
        return body;
    }

    private List<String> currencies() {
        List<String> currencies = new ArrayList<>();
        trialBalance("")
                .path("items")
                .forEach(item -> currencies.add(item.path("currency").textValue()));
        return currencies;
    }

    private String open() {
        String id = ledger.newId();
        api.post("/v1/accounts", "{\"id\":\"" + id + "\",\"currency\":\"" + CURRENCY + "\"}")
                .expect(201);
        return id;
    }

    private void move(String account, String direction, String amount) {
        api.post(
                        "/v1/accounts/" + account + "/" + direction,
                        "{\"amount\":\"" + amount + "\",\"currency\":\"" + CURRENCY + "\"}")
                .expect(201);
    }
}
