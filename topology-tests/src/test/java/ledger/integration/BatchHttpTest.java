package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many commands in one request. */
@ExtendWith(SharedLedger.class)
class BatchHttpTest {
    private final LedgerFixture ledger;
    private final Api api;

    BatchHttpTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    private static String line(String op, String account, String key, String more) {
        return "{\"op\":\"" + op + "\",\"idempotencyKey\":\"" + key + "\",\"account\":\"" + account + "\"" + more
                + "}\n";
    }

    private static String money(String amount) {
        return ",\"amount\":\"" + amount + "\",\"currency\":\"EUR\"";
    }

    private static String transfer(String from, String to, String key) {
        return "{\"op\":\"transaction\",\"idempotencyKey\":\"" + key + "\",\"postings\":[{\"from\":\"" + from
                + "\",\"to\":\"" + to + "\"" + money("5.00") + "}]}\n";
    }

    /** Whatever shards they live in: of a dozen pairs, some are in one, and some are not. */
    @Test
    void linesForAnAccountAreDecidedInOrderAroundTransactionsThatTouchIt() {
        for (int pair = 0; pair < 12; pair++) {
            String a = ledger.newId();
            String b = ledger.newId();
            String lines = line("open", a, "o-" + a, ",\"currency\":\"EUR\"")
                    + line("open", b, "o-" + b, ",\"currency\":\"EUR\"")
                    + line("deposit", a, "d-" + a, money("5.00"))
                    + transfer(a, b, "t-" + a)
                    + line("withdraw", b, "w-" + b, money("5.00"))
                    + line("close", b, "c-" + b, "");
            assertThat(api.batch(lines).expect(200).lines())
                    .extracting(answer -> answer.path("status").intValue())
                    .as("%s to %s", a, b)
                    .containsExactly(201, 201, 201, 201, 201, 200);
        }
    }

    @Test
    void transactionsTakeWhatOthersBroughtWhereThatIsAskedFor() {
        for (int chain = 0; chain < 12; chain++) {
            List<String> accounts = Stream.generate(ledger::newAccount).limit(4).toList();
            StringBuilder lines =
                    new StringBuilder(line("deposit", accounts.getFirst(), "d" + accounts, money("5.00")));
            for (int i = 1; i < accounts.size(); i++) {
                lines.append(transfer(accounts.get(i - 1), accounts.get(i), "t" + i + accounts));
            }
            assertThat(api.send(
                                    "POST",
                                    "/v1/batches?chained=true",
                                    BodyPublishers.ofString(lines.toString().replace(" ", "")),
                                    "Content-Type",
                                    "application/x-ndjson")
                            .expect(200)
                            .lines())
                    .extracting(answer -> answer.path("status").intValue())
                    .as("%s", accounts)
                    .containsExactly(201, 201, 201, 201);
        }
    }

    @Test
    void aFlagIsGivenOnce() {
        assertThat(api.send(
                                "POST",
                                "/v1/batches?chained=true&chained=false",
                                BodyPublishers.ofString("{}"),
                                "Content-Type",
                                "application/x-ndjson")
                        .expect(400)
                        .json()
                        .path("parameter")
                        .textValue())
                .isEqualTo("chained");
    }

    @Test
    void everyKindOfLineIsAnsweredInOrder() {
        String id = ledger.newId();
        String lines = line("open", id, "b1-" + id, ",\"currency\":\"EUR\"")
                + line("deposit", id, "b2-" + id, money("10.00"))
                + line("withdraw", id, "b3-" + id, money("10.01"))
                + line("update", id, "b4-" + id, ",\"overdraftLimit\":\"1.00\"")
                + line("withdraw", id, "b5-" + id, money("10.01"))
                + line("freeze", id, "b6-" + id, "")
                + line("deposit", id, "b7-" + id, money("1.00"))
                + line("unfreeze", id, "b8-" + id, "")
                + line("deposit", id, "b9-" + id, money("0.01"))
                + line("close", id, "b10-" + id, "");
        Api.Reply reply = api.batch(lines).expect(200);
        List<JsonNode> answers = reply.lines();

        assertThat(reply.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(answers)
                .extracting(answer -> answer.path("status").intValue())
                .containsExactly(201, 201, 422, 200, 201, 200, 422, 200, 201, 200);
        for (int i = 0; i < answers.size(); i++) {
            assertThat(Api.fields(answers.get(i))).containsExactly("idempotencyKey", "status", "replayed", "body");
            assertThat(answers.get(i).path("idempotencyKey").textValue()).isEqualTo("b" + (i + 1) + "-" + id);
            assertThat(answers.get(i).path("replayed").booleanValue()).isFalse();
        }
        assertThat(answers.get(2).path("body").path("code").textValue()).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(answers.get(6).path("body").path("code").textValue()).isEqualTo("ACCOUNT_FROZEN");
        assertThat(answers.getLast().path("body"))
                .isEqualTo(api.get("/v1/accounts/" + id).expect(200).json());

        List<JsonNode> again = api.batch(lines).expect(200).lines();
        for (int i = 0; i < again.size(); i++) {
            assertThat(again.get(i).path("replayed").booleanValue()).isTrue();
            assertThat(again.get(i).path("status")).isEqualTo(answers.get(i).path("status"));
            assertThat(again.get(i).path("body")).isEqualTo(answers.get(i).path("body"));
        }
    }

    @Test
    void aLineAndTheCallThatSaysTheSameAreOneRequest() {
        String id = ledger.newAccount();
        JsonNode line = api.batch(line("deposit", id, "line-" + id, money("2.00")))
                .lines()
                .getFirst();
        Api.Reply call =
                api.deposit(id, "2.00", "Idempotency-Key", "line-" + id).expect(201);
        assertThat(call.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(call.json()).isEqualTo(line.path("body"));

        Api.Reply first =
                api.deposit(id, "3.00", "Idempotency-Key", "call-" + id).expect(201);
        JsonNode again = api.batch(line("deposit", id, "call-" + id, money("3.00")))
                .lines()
                .getFirst();
        assertThat(again.path("replayed").booleanValue()).isTrue();
        assertThat(again.path("body")).isEqualTo(first.json());
    }

    @Test
    void aBadLineSpoilsNoOther() {
        String id = ledger.newAccount();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(line("deposit", id, "c1-" + id, money("1.00")).getBytes(StandardCharsets.UTF_8));
        body.writeBytes("not json\n".getBytes(StandardCharsets.UTF_8));
        body.writeBytes(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}', '\n'});
        body.writeBytes(line("deposit", id, "c2-" + id, money("1.234")).getBytes(StandardCharsets.UTF_8));
        body.writeBytes(line("steal", id, "c3-" + id, money("1.00")).getBytes(StandardCharsets.UTF_8));
        body.writeBytes("\n".getBytes(StandardCharsets.UTF_8));
        body.writeBytes(line("deposit", "@world", "c4-" + id, money("1.00")).getBytes(StandardCharsets.UTF_8));
        body.writeBytes(line("deposit", id, "c 5", money("1.00")).getBytes(StandardCharsets.UTF_8));
        body.writeBytes(
                line("deposit", id, "c6-" + id, money("1.00") + ",\"x\":1").getBytes(StandardCharsets.UTF_8));
        body.writeBytes(line("deposit", id, "c7-" + id, money("2.00")).strip().getBytes(StandardCharsets.UTF_8));
        List<JsonNode> answers = api.send(
                        "POST",
                        "/v1/batches",
                        BodyPublishers.ofByteArray(body.toByteArray()),
                        "Content-Type",
                        "application/x-ndjson")
                .expect(200)
                .lines();

        assertThat(answers)
                .extracting(answer -> answer.path("status").intValue())
                .containsExactly(201, 400, 400, 400, 400, 400, 400, 400, 201);
        assertThat(answers.subList(1, 8))
                .extracting(answer -> answer.path("body").path("pointer").textValue())
                .containsExactly("", "", "/amount", "/op", "/account", "/idempotencyKey", "/x");
        assertThat(answers.get(3).path("idempotencyKey").textValue()).isEqualTo("c2-" + id);
        assertThat(api.get("/v1/accounts/" + id)
                        .expect(200)
                        .json()
                        .path("balance")
                        .textValue())
                .isEqualTo("3.00");
    }

    @Test
    void anEmptyBatchHasNoAnswers() {
        assertThat(api.batch("").expect(200).text()).isEmpty();
        assertThat(api.batch("\n\r\n \n").expect(200).text()).isEmpty();
    }

    @Test
    void aBatchHasALimitOfLinesAndBytes() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 10_001; i++) {
            lines.add("{}");
        }
        JsonNode problem = api.batch(String.join("\n", lines)).expect(413).json();
        assertThat(problem.path("code").textValue()).isEqualTo("BODY_TOO_LARGE");
        assertThat(problem.path("maxLines").intValue()).isEqualTo(10_000);
        assertThat(api.batch(String.join("\n", lines.subList(0, 10_000)))
                        .expect(200)
                        .lines())
                .hasSize(10_000);

        JsonNode tooManyBytes =
                api.batch(" ".repeat(8 * 1024 * 1024 + 1)).expect(413).json();
        assertThat(tooManyBytes.path("maxBytes").intValue()).isEqualTo(8 * 1024 * 1024);
    }

    @Test
    void aBatchIsNdjson() {
        api.post("/v1/batches", "{}").expect(415);
        api.send("POST", "/v1/batches", Api.text("{}")).expect(415);
        api.send("POST", "/v1/batches", Api.text(""), "Content-Type", "application/x-ndjson; charset=utf-8")
                .expect(200);
    }
}
