package ledger.integration;

import static ledger.integration.Api.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients may rely on when they move money between accounts. */
@ExtendWith(SharedLedger.class)
@Tag("container")
class TransactionHttpTest {
    private final LedgerFixture ledger;
    private final Api api;

    TransactionHttpTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    /** Where the accounts of a transaction are. */
    enum Where {
        TOGETHER,
        APART;

        List<String> accounts(LedgerFixture ledger, int count) {
            return this == TOGETHER ? ledger.newAccountsTogether(count) : ledger.newAccountsApart(count);
        }
    }

    /** What an answer says of the accounts is what they are when they are asked. */
    private void tellsHowTheyStand(JsonNode transaction, List<String> accounts) {
        assertThat(fields(transaction.path("balances"))).containsExactlyElementsOf(accounts);
        for (String account : accounts) {
            JsonNode after = transaction.path("balances").path(account);
            assertThat(fields(after)).containsExactly("balance", "reserved", "available", "version");
            JsonNode state = api.state(account);
            fields(after)
                    .forEach(field -> assertThat(after.path(field)).as(field).isEqualTo(state.path(field)));
        }
    }

    private String balances(List<String> accounts) {
        List<String> all = new ArrayList<>();
        accounts.forEach(account -> all.add(api.state(account).path("balance").textValue()));
        return String.join(" ", all);
    }

    @Test
    void aTransferWithinAShard() {
        List<String> accounts = ledger.newAccountsTogether(2);
        String alice = accounts.getFirst();
        String bob = accounts.getLast();
        api.deposit(alice, "100.00").expect(201);

        String key = "transfer-" + ledger.newId();
        Api.Reply reply = api.post(
                        "/v1/transactions",
                        "{" + Api.postings(alice, bob, "25.5")
                                + ",\"reference\":\"order 9\",\"effectiveAt\":\"2026-01-01T01:00:00+01:00\","
                                + "\"metadata\":{\"a\":\"b\"}}",
                        "Idempotency-Key",
                        key,
                        "If-Match",
                        "\"2\"")
                .expect(201);
        JsonNode transaction = reply.json();

        assertThat(reply.header("Location")).isEqualTo("/v1/transactions/" + key.replace(":", "%3A"));
        assertThat(fields(transaction))
                .containsExactly(
                        "id", "status", "postings", "reference", "metadata", "recordedAt", "effectiveAt", "balances");
        assertThat(transaction.path("id").textValue()).isEqualTo(key);
        assertThat(transaction.path("status").textValue()).isEqualTo("POSTED");
        assertThat(transaction.path("postings"))
                .isEqualTo(Api.parse("[" + Api.posting(alice, bob, "25.50", "EUR") + "]"));
        assertThat(transaction.path("reference").textValue()).isEqualTo("order 9");
        assertThat(transaction.path("metadata")).isEqualTo(Api.parse("{\"a\":\"b\"}"));
        assertThat(transaction.path("effectiveAt").textValue()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(transaction.path("balances"))
                .isEqualTo(Api.parse("{\"" + alice
                        + "\":{\"balance\":\"74.50\",\"reserved\":\"0.00\",\"available\":\"74.50\",\"version\":3},\""
                        + bob
                        + "\":{\"balance\":\"25.50\",\"reserved\":\"0.00\",\"available\":\"25.50\",\"version\":2}}"));
        tellsHowTheyStand(transaction, accounts);
    }

    @Test
    void aTransferAcrossTwoShards() {
        List<String> accounts = ledger.newAccountsApart(2);
        api.deposit(accounts.getFirst(), "100.00").expect(201);
        JsonNode transaction = api.transfer(accounts.getFirst(), accounts.getLast(), "30.00")
                .expect(201)
                .json();
        assertThat(transaction.path("status").textValue()).isEqualTo("POSTED");
        tellsHowTheyStand(transaction, accounts);
        assertThat(balances(accounts)).isEqualTo("70.00 30.00");
    }

    @ParameterizedTest
    @EnumSource
    void postingsAreAppliedInTheirOrder(Where where) {
        List<String> accounts = where.accounts(ledger, 3);
        String a = accounts.get(0);
        String b = accounts.get(1);
        String c = accounts.get(2);
        api.deposit(a, "10.00").expect(201);

        JsonNode refused = api.post("/v1/transactions", "{" + Api.postings(b, c, "10.00", a, b, "10.00") + "}")
                .expect(422)
                .json();
        assertThat(refused.path("code").textValue()).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(refused.path("accountId").textValue()).isEqualTo(b);
        assertThat(refused.path("posting").longValue()).isZero();
        assertThat(refused.path("available").textValue()).isEqualTo("0.00");
        assertThat(balances(accounts)).isEqualTo("10.00 0.00 0.00");

        JsonNode done = api.post("/v1/transactions", "{" + Api.postings(a, b, "10.00", b, c, "10.00") + "}")
                .expect(201)
                .json();
        tellsHowTheyStand(done, accounts);
        assertThat(balances(accounts)).isEqualTo("0.00 0.00 10.00");
    }

    @Test
    void fourShardsTakePart() {
        List<String> accounts = ledger.newAccountsApart(4);
        api.deposit(accounts.getFirst(), "10.00").expect(201);
        JsonNode transaction = api.post(
                        "/v1/transactions",
                        "{"
                                + Api.postings(
                                        accounts.get(0),
                                        accounts.get(1),
                                        "5.00",
                                        accounts.get(0),
                                        accounts.get(2),
                                        "3.00",
                                        accounts.get(1),
                                        accounts.get(3),
                                        "4.00",
                                        accounts.get(3),
                                        "@world",
                                        "1.50")
                                + "}")
                .expect(201)
                .json();
        tellsHowTheyStand(transaction, accounts);
        assertThat(balances(accounts)).isEqualTo("2.00 1.00 3.00 2.50");
    }

    @ParameterizedTest
    @EnumSource
    void aHundredPostingsInOneTransaction(Where where) {
        List<String> accounts = where.accounts(ledger, 2);
        api.deposit(accounts.getFirst(), "1.00").expect(201);
        List<String> postings =
                Collections.nCopies(100, Api.posting(accounts.getFirst(), accounts.getLast(), "0.01", "EUR"));
        JsonNode transaction = api.post("/v1/transactions", "{\"postings\":[" + String.join(",", postings) + "]}")
                .expect(201)
                .json();
        assertThat(transaction.path("postings")).hasSize(100);
        assertThat(balances(accounts)).isEqualTo("0.00 1.00");
    }

    @ParameterizedTest
    @EnumSource
    void moneyIsExchanged(Where where) {
        List<String> euros = where.accounts(ledger, 2);
        List<String> dollars = List.of(ledger.newId(), ledger.newId());
        dollars.forEach(id -> api.post(
                        "/v1/accounts", "{\"id\":\"" + id + "\",\"currency\":\"USD\",\"overdraftLimit\":\"20.00\"}")
                .expect(201));
        api.deposit(euros.getFirst(), "10.00").expect(201);
        JsonNode transaction = api.post(
                        "/v1/transactions",
                        "{\"postings\":[" + Api.posting(euros.getFirst(), euros.getLast(), "10.00", "EUR") + ","
                                + Api.posting(dollars.getFirst(), dollars.getLast(), "11.00", "USD") + "]}")
                .expect(201)
                .json();
        tellsHowTheyStand(
                transaction, List.of(euros.getFirst(), euros.getLast(), dollars.getFirst(), dollars.getLast()));
        assertThat(balances(dollars)).isEqualTo("-11.00 11.00");
    }

    @Test
    void theWorldHasNoBalanceInAnAnswer() {
        String id = ledger.newAccount();
        tellsHowTheyStand(api.transfer("@world", id, "5.00").expect(201).json(), List.of(id));
        tellsHowTheyStand(api.transfer(id, "@world", "2.00").expect(201).json(), List.of(id));
        assertThat(balances(List.of(id))).isEqualTo("3.00");
    }

    /** Each with the same request again, and again by its key, after all of it has happened. */
    @ParameterizedTest
    @EnumSource
    void everyRetryGetsTheFirstAnswer(Where where) {
        List<String> accounts = where.accounts(ledger, 2);
        String from = accounts.getFirst();
        String to = accounts.getLast();
        api.deposit(from, "100.00").expect(201);
        String id = ledger.newId();
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("transfer-" + id, key -> api.transfer(from, to, "10.00", "Idempotency-Key", key));
        calls.put("hold-" + id, key -> api.hold(key, from, to, "10.00", ",\"expiresIn\":\"PT1H\""));
        calls.put("part-" + id, key -> api.capture("hold-" + id, "{\"amount\":\"4.00\"}", "Idempotency-Key", key));
        calls.put("rest-" + id, key -> api.capture("hold-" + id, "", "Idempotency-Key", key));
        calls.put("reverse-" + id, key -> api.change("hold-" + id, "reverse", "", "Idempotency-Key", key));
        calls.put("held-" + id, key -> api.hold(key, from, to, "5.00", ""));
        calls.put("void-" + id, key -> api.change("held-" + id, "void", "{}", "Idempotency-Key", key));
        calls.put("refused-" + id, key -> api.transfer(from, to, "500.00", "Idempotency-Key", key));
        calls.put("nothing-" + id, key -> api.capture("nothing-" + id + "-at-all", "", "Idempotency-Key", key));
        Map<String, Api.Reply> first = new LinkedHashMap<>();
        calls.forEach((key, call) -> first.put(key, call.by(key)));

        assertThat(first.values())
                .extracting(Api.Reply::status)
                .containsExactly(201, 201, 200, 200, 201, 201, 200, 422, 404);
        assertThat(balances(accounts)).isEqualTo("90.00 10.00");
        calls.forEach((key, call) -> {
            Api.Reply again = call.by(key);
            Api.Reply before = first.getOrDefault(key, again);
            assertThat(before.header("Idempotency-Replayed")).as(key).isEmpty();
            assertThat(again.header("Idempotency-Replayed")).as(key).isEqualTo("true");
            assertThat(again.status()).as(key).isEqualTo(before.status());
            assertThat(again.text()).as(key).isEqualTo(before.text());
            assertThat(again.header("Location")).isEqualTo(before.header("Location"));
            assertThat(api.get("/v1/commands/" + key).expect(200).text()).isEqualTo(before.text());
        });
        assertThat(balances(accounts)).isEqualTo("90.00 10.00");
    }

    /** A request that is told its key. */
    private interface Call {
        Api.Reply by(String key);
    }

    @Test
    void aTransactionThatCameToBeLaterDoesNotChangeAnAnswer() {
        String hold = "later-" + ledger.newId();
        String key = "early-" + hold;
        String refused =
                api.capture(hold, "", "Idempotency-Key", key).expect(404).text();
        for (String account : ledger.newAccountsApart(4)) {
            api.deposit(account, "1.00").expect(201);
            api.hold(hold, account, "@world", "1.00", "");
        }
        Api.Reply again = api.capture(hold, "", "Idempotency-Key", key).expect(404);
        assertThat(again.text()).isEqualTo(refused);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        api.change(hold, "void", "", "Idempotency-Key", key).expect(422);
        api.capture(hold, "").expect(200);
    }

    @Test
    void aKeyThatIsNoIdNamesItsTransactionByAnother() {
        List<String> accounts = ledger.newAccountsApart(2);
        api.deposit(accounts.getFirst(), "1.00").expect(201);
        Api.Reply held = api.hold("a/key/" + ledger.newId(), accounts.getFirst(), accounts.getLast(), "1.00", "")
                .expect(201);
        String id = held.json().path("id").textValue();
        assertThat(id).matches("key:[0-9a-f]{32}");
        assertThat(held.header("Location")).isEqualTo("/v1/transactions/" + id.replace(":", "%3A"));
        api.capture(id, "").expect(200);
        assertThat(balances(accounts)).isEqualTo("0.00 1.00");
    }

    @Test
    void aDepositByAKeyThatIsNoIdIsReversedByTheIdOfItsTransaction() {
        String account = ledger.newAccount();
        Api.Reply deposit = api.deposit(account, "1.00", "Idempotency-Key", "a/key/" + ledger.newId())
                .expect(201);
        String id = deposit.json().path("id").textValue();
        assertThat(id).matches("key:[0-9a-f]{32}");
        api.change(id, "reverse", "").expect(201);
        assertThat(balances(List.of(account))).isEqualTo("0.00");
        assertThat(api.change(id, "reverse", "").expect(422).json().path("code").textValue())
                .isEqualTo("ALREADY_REVERSED");
    }

    @ParameterizedTest
    @EnumSource
    void aBatchHoldsCapturesAndReverses(Where where) {
        List<String> accounts = where.accounts(ledger, 2);
        String from = accounts.getFirst();
        String to = accounts.getLast();
        api.deposit(from, "100.00").expect(201);
        String id = ledger.newId();
        String lines = line("transaction", "hold-" + id, Api.postings(from, to, "40.00") + ",\"pending\":true")
                + line("capture", "part-" + id, "\"transaction\":\"hold-" + id + "\",\"amount\":\"15.00\"")
                + line("void", "rest-" + id, "\"transaction\":\"hold-" + id + "\"")
                + line("capture", "over-" + id, "\"transaction\":\"hold-" + id + "\"")
                + line("reverse", "back-" + id, "\"transaction\":\"hold-" + id + "\",\"reference\":\"wrong\"")
                + line("transaction", "transfer-" + id, Api.postings(from, to, "1.00"))
                + line("capture", "none-" + id, "\"transaction\":\"none-at-all-" + id + "\"")
                + line("transaction", "bad-" + id, "\"account\":\"" + from + "\"," + Api.postings(from, to, "1.00"));
        List<JsonNode> answers = api.batch(lines).expect(200).lines();

        assertThat(answers)
                .extracting(answer -> answer.path("status").intValue())
                .containsExactly(201, 200, 200, 422, 201, 201, 404, 400);
        assertThat(answers)
                .extracting(answer -> answer.path("body").path("status").asText())
                .startsWith("PENDING", "PENDING", "POSTED", "422", "REVERSED", "POSTED");
        assertThat(balances(accounts)).isEqualTo("99.00 1.00");
        assertThat(api.state(from).path("reserved").textValue()).isEqualTo("0.00");

        List<JsonNode> again = api.batch(lines).expect(200).lines();
        for (int i = 0; i < answers.size() - 1; i++) {
            assertThat(again.get(i).path("replayed").booleanValue()).isTrue();
            assertThat(again.get(i).path("body")).isEqualTo(answers.get(i).path("body"));
        }
        Api.Reply call = api.capture("hold-" + id, "{\"amount\":\"15\"}", "Idempotency-Key", "part-" + id)
                .expect(200);
        assertThat(call.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(call.json()).isEqualTo(answers.get(1).path("body"));
        assertThat(balances(accounts)).isEqualTo("99.00 1.00");
    }

    private static String line(String op, String key, String more) {
        return "{\"op\":\"" + op + "\",\"idempotencyKey\":\"" + key + "\"," + more + "}\n";
    }
}
