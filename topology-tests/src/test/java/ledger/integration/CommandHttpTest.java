package ledger.integration;

import static ledger.integration.Api.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients may rely on when they send commands. */
@ExtendWith(SharedLedger.class)
@Tag("container")
class CommandHttpTest {
    private final LedgerFixture ledger;
    private final Api api;

    CommandHttpTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    /** Whatever has become of the account since. */
    @Test
    void aRetriedChangeGetsTheFirstAnswer() {
        String id = ledger.newId();
        String key = "change-" + id;
        String change = "{\"maxBalance\":\"1.50\"}";
        Api.Reply first =
                api.patch("/v1/accounts/" + id, change, "Idempotency-Key", key).expect(404);
        api.post("/v1/accounts", "{\"id\":\"" + id + "\",\"currency\":\"JPY\"}").expect(201);
        Api.Reply again =
                api.patch("/v1/accounts/" + id, change, "Idempotency-Key", key).expect(404);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");

        Api.Reply tooFine = api.patch("/v1/accounts/" + id, change, "Idempotency-Key", key + "-2")
                .expect(400);
        assertThat(tooFine.json().path("pointer").textValue()).isEqualTo("/maxBalance");
        assertThat(api.patch("/v1/accounts/" + id, change, "Idempotency-Key", key + "-2")
                        .expect(400)
                        .text())
                .isEqualTo(tooFine.text());
    }

    @Test
    void anAccountIsOpened() {
        String id = ledger.newId();
        Api.Reply opened = api.post(
                        "/v1/accounts",
                        "{\"id\":\"" + id
                                + "\",\"currency\":\"EUR\",\"overdraftLimit\":\"5.00\",\"metadata\":{\"tier\":\"gold\"}}")
                .expect(201);
        JsonNode account = opened.json();

        assertThat(opened.header("Content-Type")).startsWith("application/json");
        assertThat(opened.header("Location")).isIn("/v1/accounts/" + id, "/v1/accounts/" + id.replace(":", "%3A"));
        assertThat(opened.header("ETag")).isEqualTo("\"1\"");
        assertThat(fields(account))
                .containsExactly(
                        "id",
                        "currency",
                        "status",
                        "balance",
                        "reserved",
                        "available",
                        "overdraftLimit",
                        "maxBalance",
                        "version",
                        "metadata",
                        "openedAt",
                        "updatedAt");
        assertThat(account.path("id").textValue()).isEqualTo(id);
        assertThat(account.path("currency").textValue()).isEqualTo("EUR");
        assertThat(account.path("status").textValue()).isEqualTo("OPEN");
        assertThat(account.path("balance").textValue()).isEqualTo("0.00");
        assertThat(account.path("reserved").textValue()).isEqualTo("0.00");
        assertThat(account.path("available").textValue()).isEqualTo("5.00");
        assertThat(account.path("overdraftLimit").textValue()).isEqualTo("5.00");
        assertThat(account.path("maxBalance").isNull()).isTrue();
        assertThat(account.path("version").intValue()).isEqualTo(1);
        assertThat(account.path("metadata")).isEqualTo(Api.parse("{\"tier\":\"gold\"}"));
        assertThat(Instant.parse(account.path("openedAt").textValue()))
                .isEqualTo(Instant.parse(account.path("updatedAt").textValue()));
        assertThat(api.get(opened.header("Location")).expect(200).json()).isEqualTo(account);

        Api.Reply again = api.post("/v1/accounts", "{\"id\":\"" + id + "\",\"currency\":\"EUR\"}")
                .expect(409);
        assertThat(again.json().path("code").textValue()).isEqualTo("ACCOUNT_EXISTS");
    }

    @Test
    void anUnlimitedOverdraftIsNull() {
        String id = ledger.newId();
        JsonNode account = api.post(
                        "/v1/accounts", "{\"id\":\"" + id + "\",\"currency\":\"JPY\",\"overdraftLimit\":null}")
                .expect(201)
                .json();
        assertThat(account.path("overdraftLimit").isNull()).isTrue();
        assertThat(account.path("available").isNull()).isTrue();
        assertThat(account.path("balance").textValue()).isEqualTo("0");
    }

    @Test
    void aDepositSaysWhatItDid() {
        String id = ledger.newAccount();
        Api.Reply reply = api.post(
                        "/v1/accounts/" + id + "/deposits",
                        "{\"amount\":\"100.00\",\"currency\":\"EUR\",\"reference\":\"invoice 17\","
                                + "\"effectiveAt\":\"2026-01-01T01:00:00+01:00\",\"metadata\":{\"a\":\"b\"}}",
                        "Idempotency-Key",
                        "deposit-" + id)
                .expect(201);
        JsonNode transaction = reply.json();

        assertThat(fields(transaction))
                .contains("id", "status", "postings", "reference", "recordedAt", "effectiveAt", "balances");
        assertThat(transaction.path("id").textValue()).isEqualTo("deposit-" + id);
        assertThat(transaction.path("status").textValue()).isEqualTo("POSTED");
        assertThat(transaction.path("postings"))
                .isEqualTo(Api.parse(
                        "[{\"from\":\"@world\",\"to\":\"" + id + "\",\"amount\":\"100.00\",\"currency\":\"EUR\"}]"));
        assertThat(transaction.path("reference").textValue()).isEqualTo("invoice 17");
        assertThat(transaction.path("effectiveAt").textValue()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(Instant.parse(transaction.path("recordedAt").textValue()))
                .isAfter(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(transaction.path("balances"))
                .isEqualTo(Api.parse("{\"" + id
                        + "\":{\"balance\":\"100.00\",\"reserved\":\"0.00\",\"available\":\"100.00\",\"version\":2}}"));

        JsonNode withdrawn = api.withdraw(id, "30.00").expect(201).json();
        assertThat(withdrawn.path("postings"))
                .isEqualTo(Api.parse(
                        "[{\"from\":\"" + id + "\",\"to\":\"@world\",\"amount\":\"30.00\",\"currency\":\"EUR\"}]"));
        assertThat(withdrawn.path("balances").path(id).path("balance").textValue())
                .isEqualTo("70.00");

        JsonNode refused = api.withdraw(id, "70.01").expect(422).json();
        assertThat(refused.path("code").textValue()).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(refused.path("available").textValue()).isEqualTo("70.00");
        assertThat(refused.path("requested").textValue()).isEqualTo("70.01");
        assertThat(api.get("/v1/accounts/" + id)
                        .expect(200)
                        .json()
                        .path("version")
                        .intValue())
                .isEqualTo(3);
        assertThat(api.deposit("nobody:" + id, "1.00")
                        .expect(404)
                        .json()
                        .path("code")
                        .textValue())
                .isEqualTo("ACCOUNT_NOT_FOUND");
    }

    @Test
    void theSameRequestByTheSameKeyGetsTheSameAnswer() {
        String id = ledger.newAccount();
        String key = "retry-" + id;
        Api.Reply first = api.deposit(id, "5.00", "Idempotency-Key", key).expect(201);
        Api.Reply again = api.deposit(id, "5.00", "Idempotency-Key", key).expect(201);

        assertThat(first.header("Idempotency-Key")).isEqualTo(key);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(api.get("/v1/commands/" + key).expect(200).text()).isEqualTo(first.text());
        assertThat(api.get("/v1/accounts/" + id)
                        .expect(200)
                        .json()
                        .path("balance")
                        .textValue())
                .isEqualTo("5.00");
    }

    @Test
    void aRejectionIsAnsweredAgainAsItWas() {
        String id = ledger.newAccount();
        String key = "rejected-" + id;
        Api.Reply first = api.withdraw(id, "5.00", "Idempotency-Key", key).expect(422);
        api.deposit(id, "10.00").expect(201);
        Api.Reply again = api.withdraw(id, "5.00", "Idempotency-Key", key).expect(422);

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(api.get("/v1/commands/" + key).expect(200).text()).isEqualTo(first.text());
    }

    @Test
    void aKeyBelongsToOneRequest() {
        String id = ledger.newAccount();
        String key = "reused-" + id;
        String first =
                api.deposit(id, "5.00", "Idempotency-Key", key).expect(201).text();

        reused(api.deposit(id, "6.00", "Idempotency-Key", key));
        reused(api.withdraw(id, "5.00", "Idempotency-Key", key));
        reused(api.deposit(id, "5.00", "Idempotency-Key", key, "If-Match", "\"2\""));
        // Accounts enough that some are another shard's.
        for (int i = 0; i < 8; i++) {
            reused(api.deposit(ledger.newAccount(), "5.00", "Idempotency-Key", key));
        }
        assertThat(api.deposit(id, "5.00", "Idempotency-Key", key).expect(201).text())
                .isEqualTo(first);
    }

    private static void reused(Api.Reply reply) {
        JsonNode problem = reply.expect(422).json();
        assertThat(problem.path("code").textValue()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(reply.header("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void withoutAKeyTheServerMakesOne() {
        String id = ledger.newAccount();
        Api.Reply reply = api.deposit(id, "5.00").expect(201);
        String key = reply.header("Idempotency-Key");
        assertThat(key).isNotBlank();
        assertThat(api.deposit(id, "5.00", "Idempotency-Key", key).expect(201).text())
                .isEqualTo(reply.text());
    }

    @Test
    void aVersionCanBeRequired() {
        String id = ledger.newAccount();
        api.deposit(id, "5.00", "If-Match", "\"1\"").expect(201);
        JsonNode problem =
                api.deposit(id, "5.00", "If-Match", "\"1\"").expect(412).json();
        assertThat(problem.path("code").textValue()).isEqualTo("VERSION_MISMATCH");
        assertThat(problem.path("version").intValue()).isEqualTo(2);
        assertThat(problem.path("expectedVersion").intValue()).isEqualTo(1);
        assertThat(api.get("/v1/accounts/" + id).expect(200).header("ETag")).isEqualTo("\"2\"");
    }

    @Test
    void aCommandCanBeLeftToRun() {
        String id = ledger.newAccount();
        String key = "async/" + id;
        Api.Reply accepted = api.deposit(id, "5.00", "Idempotency-Key", key, "Prefer", "respond-async")
                .expect(202);
        String location = accepted.header("Location");
        assertThat(location).startsWith("/v1/commands/");
        await().atMost(Duration.ofSeconds(10)).until(() -> api.get(location).status() == 200);

        Api.Reply outcome = api.get(location).expect(200);
        assertThat(outcome.json().path("balances").path(id).path("balance").textValue())
                .isEqualTo("5.00");
        Api.Reply again = api.deposit(id, "5.00", "Idempotency-Key", key).expect(201);
        assertThat(again.text()).isEqualTo(outcome.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");

        Api.Reply known = api.deposit(id, "5.00", "Idempotency-Key", key, "Prefer", "respond-async")
                .expect(201);
        assertThat(known.text()).isEqualTo(outcome.text());
        assertThat(known.header("Idempotency-Replayed")).isEqualTo("true");
        Api.Reply other = api.deposit(id, "6.00", "Idempotency-Key", key, "Prefer", "wait=0")
                .expect(422);
        assertThat(other.json().path("code").textValue()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void anAccountIsFrozenAndUnfrozenAndClosed() {
        String path = "/v1/accounts/" + ledger.newAccount();
        String id = path.substring("/v1/accounts/".length());
        api.deposit(id, "5.00").expect(201);

        Api.Reply frozen = api.post(path + "/freeze", "").expect(200);
        assertThat(frozen.json().path("status").textValue()).isEqualTo("FROZEN");
        assertThat(frozen.header("ETag")).isEqualTo("\"3\"");
        assertThat(api.withdraw(id, "5.00").expect(422).json().path("code").textValue())
                .isEqualTo("ACCOUNT_FROZEN");
        assertThat(api.post(path + "/unfreeze", "{}")
                        .expect(200)
                        .json()
                        .path("status")
                        .textValue())
                .isEqualTo("OPEN");
        assertThat(api.post(path + "/close", "").expect(422).json().path("code").textValue())
                .isEqualTo("ACCOUNT_NOT_EMPTY");
        api.withdraw(id, "5.00").expect(201);
        JsonNode closed = api.post(path + "/close", "").expect(200).json();
        assertThat(closed.path("status").textValue()).isEqualTo("CLOSED");
        assertThat(api.deposit(id, "5.00").expect(422).json().path("code").textValue())
                .isEqualTo("ACCOUNT_CLOSED");
        assertThat(api.get(path).expect(200).json()).isEqualTo(closed);
    }

    @Test
    void limitsAndMetadataChange() {
        String id = ledger.newAccount();
        String path = "/v1/accounts/" + id;
        api.patch(path, "{\"maxBalance\":\"10.00\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}")
                .expect(200);
        JsonNode account = api.patch(path, "{\"overdraftLimit\":\"3.00\",\"metadata\":{\"a\":null,\"c\":\"3\"}}")
                .expect(200)
                .json();
        assertThat(account.path("overdraftLimit").textValue()).isEqualTo("3.00");
        assertThat(account.path("maxBalance").textValue()).isEqualTo("10.00");
        assertThat(account.path("metadata")).isEqualTo(Api.parse("{\"b\":\"2\",\"c\":\"3\"}"));
        assertThat(account.path("version").intValue()).isEqualTo(3);
        assertThat(api.deposit(id, "10.01").expect(422).json().path("code").textValue())
                .isEqualTo("BALANCE_LIMIT_EXCEEDED");
        assertThat(api.withdraw(id, "3.01").expect(422).json().path("code").textValue())
                .isEqualTo("INSUFFICIENT_FUNDS");
        api.withdraw(id, "3.00").expect(201);
        api.patch(path, "{\"maxBalance\":null}").expect(200);
        api.deposit(id, "1000.00").expect(201);
    }

    @Test
    void aMergePatchChangesAnAccount() {
        String id = ledger.newAccount();
        JsonNode account = api.send(
                        "PATCH",
                        Api.account(id),
                        Api.text("{\"overdraftLimit\":\"5.00\"}"),
                        "Content-Type",
                        "application/merge-patch+json")
                .expect(200)
                .json();
        assertThat(account.path("overdraftLimit").textValue()).isEqualTo("5.00");
    }
}
