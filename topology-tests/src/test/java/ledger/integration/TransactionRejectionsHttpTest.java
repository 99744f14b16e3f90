package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import ledger.integration.TransactionHttpTest.Where;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever refuses a transaction, in the order of the documentation: what is answered, and that not a cent moves. */
@ExtendWith(SharedLedger.class)
class TransactionRejectionsHttpTest {
    private static final String ALMOST_ALL = "1701411834604692317316873037158841057.00";

    private final LedgerFixture ledger;
    private final Api api;

    TransactionRejectionsHttpTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    /**
     * Two accounts, of which the payer has 100.00, and a name that no other transaction has.
     *
     * @param name for keys: what is set up has it, what is refused makes one of its own
     */
    record Scene(Api api, String payer, String payee, String name) {
        private Api.Reply held(String amount, String more) {
            return api.hold(name, payer, payee, amount, more).expect(201);
        }

        private Api.Reply transferred(String amount) {
            return api.transfer(payer, payee, amount, "Idempotency-Key", name).expect(201);
        }

        private void set(String account, String action) {
            api.post(Api.account(account) + action, "").expect(200);
        }

        private void change(String account, String json) {
            api.patch(Api.account(account), json).expect(200);
        }
    }

    /** What happens at a scene. */
    interface Act {
        Api.Reply at(Scene scene);
    }

    /** What comes before it. */
    interface Setting {
        void at(Scene scene);
    }

    /** A case; the act must be refused with the code and have these fields. */
    record Case(int status, String code, String name, Setting before, Act act, List<String> has) {
        @Override
        public String toString() {
            return code + ": " + name;
        }
    }

    private static Case refused(int status, String code, String name, Setting before, Act act, String... has) {
        return new Case(status, code, name, before, act, Arrays.asList(has));
    }

    private static Act transfer(String amount) {
        return scene -> scene.api.transfer(scene.payer, scene.payee, amount);
    }

    private static Act change(String action, String body) {
        return scene -> scene.api.change(scene.name, action, body);
    }

    private static void nothing(Scene scene) {}

    static Stream<Case> cases() {
        return Stream.of(
                refused(
                        422,
                        "IDEMPOTENCY_KEY_REUSED",
                        "another amount",
                        scene -> scene.transferred("1.00"),
                        scene -> scene.api.transfer(scene.payer, scene.payee, "2.00", "Idempotency-Key", scene.name),
                        "idempotencyKey"),
                refused(
                        422,
                        "IDEMPOTENCY_KEY_REUSED",
                        "another home",
                        scene -> scene.transferred("1.00"),
                        scene -> scene.api.transfer(scene.payee, scene.payer, "1.00", "Idempotency-Key", scene.name),
                        "idempotencyKey"),
                refused(
                        404,
                        "ACCOUNT_NOT_FOUND",
                        "the debited",
                        TransactionRejectionsHttpTest::nothing,
                        scene -> scene.api.transfer("nobody:" + scene.name, scene.payee, "1.00"),
                        "accountId",
                        "posting"),
                refused(
                        404,
                        "ACCOUNT_NOT_FOUND",
                        "the credited",
                        TransactionRejectionsHttpTest::nothing,
                        scene -> scene.api.transfer(scene.payer, "nobody:" + scene.name, "1.00"),
                        "accountId",
                        "posting"),
                refused(
                        404,
                        "ACCOUNT_NOT_FOUND",
                        "before the funds of an earlier posting",
                        TransactionRejectionsHttpTest::nothing,
                        scene -> scene.api.post(
                                "/v1/transactions",
                                "{"
                                        + Api.postings(
                                                scene.payer,
                                                scene.payee,
                                                "500.00",
                                                scene.payer,
                                                "nobody:" + scene.name,
                                                "1.00")
                                        + "}"),
                        "posting"),
                refused(
                        404,
                        "TRANSACTION_NOT_FOUND",
                        "captured",
                        TransactionRejectionsHttpTest::nothing,
                        change("capture", ""),
                        "transactionId"),
                refused(
                        404,
                        "TRANSACTION_NOT_FOUND",
                        "voided",
                        TransactionRejectionsHttpTest::nothing,
                        change("void", ""),
                        "transactionId"),
                refused(
                        404,
                        "TRANSACTION_NOT_FOUND",
                        "reversed",
                        TransactionRejectionsHttpTest::nothing,
                        change("reverse", ""),
                        "transactionId"),
                refused(
                        412,
                        "VERSION_MISMATCH",
                        "of a transfer",
                        TransactionRejectionsHttpTest::nothing,
                        scene -> scene.api.transfer(scene.payer, scene.payee, "1.00", "If-Match", "\"1\""),
                        "accountId",
                        "version",
                        "expectedVersion"),
                refused(
                        412,
                        "VERSION_MISMATCH",
                        "of a capture",
                        scene -> scene.held("1.00", ""),
                        scene -> scene.api.capture(scene.name, "", "If-Match", "\"2\""),
                        "version",
                        "expectedVersion"),
                refused(
                        422,
                        "ACCOUNT_CLOSED",
                        "the credited",
                        scene -> scene.set(scene.payee, "/close"),
                        transfer("500.00"),
                        "accountId",
                        "version",
                        "posting"),
                refused(
                        422,
                        "ACCOUNT_FROZEN",
                        "the debited",
                        scene -> scene.set(scene.payer, "/freeze"),
                        transfer("500.00"),
                        "accountId",
                        "posting"),
                refused(
                        422,
                        "ACCOUNT_FROZEN",
                        "the credited",
                        scene -> scene.set(scene.payee, "/freeze"),
                        transfer("1.00"),
                        "accountId",
                        "posting"),
                refused(
                        422,
                        "ACCOUNT_FROZEN",
                        "a capture",
                        scene -> {
                            scene.held("1.00", "");
                            scene.set(scene.payee, "/freeze");
                        },
                        change("capture", ""),
                        "accountId"),
                refused(
                        422,
                        "CURRENCY_MISMATCH",
                        "of both",
                        TransactionRejectionsHttpTest::nothing,
                        scene -> scene.api.post(
                                "/v1/transactions",
                                "{\"postings\":[" + Api.posting(scene.payer, scene.payee, "500.00", "USD") + "]}"),
                        "accountId",
                        "currency",
                        "requested",
                        "posting"),
                refused(
                        422,
                        "SAME_ACCOUNT",
                        "an account",
                        TransactionRejectionsHttpTest::nothing,
                        scene -> scene.api.transfer(scene.payer, scene.payer, "500.00"),
                        "accountId",
                        "posting"),
                refused(
                        422,
                        "SAME_ACCOUNT",
                        "the world",
                        TransactionRejectionsHttpTest::nothing,
                        scene -> scene.api.transfer("@world", "@world", "1.00"),
                        "accountId",
                        "posting"),
                refused(
                        422,
                        "TRANSACTION_NOT_PENDING",
                        "capture of a transfer",
                        scene -> scene.transferred("1.00"),
                        change("capture", ""),
                        "transactionId",
                        "transactionStatus"),
                refused(
                        422,
                        "TRANSACTION_NOT_PENDING",
                        "void after capture",
                        scene -> {
                            scene.held("1.00", "");
                            scene.api.capture(scene.name, "").expect(200);
                        },
                        change("void", ""),
                        "transactionStatus"),
                refused(
                        422,
                        "TRANSACTION_NOT_PENDING",
                        "capture after void, of too much",
                        scene -> {
                            scene.held("1.00", "");
                            scene.api.change(scene.name, "void", "").expect(200);
                        },
                        change("capture", "{\"amount\":\"5.00\"}"),
                        "transactionStatus"),
                refused(
                        422,
                        "TRANSACTION_NOT_PENDING",
                        "reversal of a pending one",
                        scene -> scene.held("1.00", ""),
                        change("reverse", ""),
                        "transactionStatus"),
                refused(
                        422,
                        "ALREADY_REVERSED",
                        "twice",
                        scene -> {
                            scene.transferred("1.00");
                            scene.api.change(scene.name, "reverse", "").expect(201);
                        },
                        change("reverse", ""),
                        "transactionId"),
                refused(
                        400,
                        "INVALID_REQUEST",
                        "more decimals than the currency",
                        scene -> scene.held("1.00", ""),
                        change("capture", "{\"amount\":\"0.001\"}"),
                        "pointer"),
                refused(
                        422,
                        "AMOUNT_EXCEEDS_PENDING",
                        "a cent more than is left",
                        scene -> {
                            scene.held("10.00", "");
                            scene.api
                                    .capture(scene.name, "{\"amount\":\"4.00\"}")
                                    .expect(200);
                        },
                        change("capture", "{\"amount\":\"6.01\"}"),
                        "pending",
                        "requested"),
                refused(
                        422,
                        "ACCOUNT_NOT_EMPTY",
                        "something is on its way in",
                        scene -> scene.held("1.00", ""),
                        scene -> scene.api.post(Api.account(scene.payee) + "/close", ""),
                        "balance",
                        "reserved",
                        "incoming"),
                refused(
                        422,
                        "INSUFFICIENT_FUNDS",
                        "a cent more than there is",
                        TransactionRejectionsHttpTest::nothing,
                        transfer("100.01"),
                        "accountId",
                        "version",
                        "available",
                        "requested",
                        "posting"),
                refused(
                        422,
                        "INSUFFICIENT_FUNDS",
                        "a cent more than is not held",
                        scene -> scene.held("40.00", ""),
                        transfer("60.01"),
                        "available",
                        "requested"),
                refused(
                        422,
                        "INSUFFICIENT_FUNDS",
                        "before the limit of the credited",
                        scene -> scene.change(scene.payee, "{\"maxBalance\":\"1.00\"}"),
                        transfer("100.01"),
                        "available"),
                refused(
                        422,
                        "BALANCE_LIMIT_EXCEEDED",
                        "a cent more than may be",
                        scene -> scene.change(scene.payee, "{\"maxBalance\":\"5.00\"}"),
                        transfer("5.01"),
                        "accountId",
                        "balance",
                        "maxBalance",
                        "posting"),
                refused(
                        422,
                        "BALANCE_LIMIT_EXCEEDED",
                        "with what is on its way in",
                        scene -> {
                            scene.change(scene.payee, "{\"maxBalance\":\"5.00\"}");
                            scene.held("4.00", "");
                        },
                        transfer("1.01"),
                        "maxBalance"),
                refused(
                        422,
                        "AMOUNT_OVERFLOW",
                        "of postings that fit one by one",
                        TransactionRejectionsHttpTest::nothing,
                        scene -> scene.api.post(
                                "/v1/transactions",
                                "{"
                                        + Api.postings(
                                                "@world", scene.payee, ALMOST_ALL, "@world", scene.payee, ALMOST_ALL)
                                        + "}"),
                        "accountId"));
    }

    static Stream<Arguments> everywhere() {
        return cases().flatMap(refused -> Arrays.stream(Where.values()).map(where -> Arguments.of(refused, where)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void isRefusedAndNothingMoves(Case refused, Where where) {
        List<String> accounts = where.accounts(ledger, 2);
        Scene scene = new Scene(api, accounts.getFirst(), accounts.getLast(), "scene-" + ledger.newId());
        api.deposit(scene.payer, "100.00").expect(201);
        refused.before.at(scene);
        String before = figures(scene);

        Api.Reply reply = refused.act.at(scene).expect(refused.status);

        JsonNode problem = reply.json();
        assertThat(problem.path("code").textValue()).isEqualTo(refused.code);
        assertThat(Api.fields(problem)).containsAll(refused.has);
        assertThat(problem.path("detail").textValue()).isNotBlank().doesNotContain("null");
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        // At once, though one shard may have reserved before another refused.
        assertThat(figures(scene)).isEqualTo(before);
    }

    private String figures(Scene scene) {
        StringBuilder figures = new StringBuilder();
        for (String account : List.of(scene.payer, scene.payee)) {
            JsonNode state = api.state(account);
            for (String field : List.of("status", "balance", "reserved", "available")) {
                figures.append(state.path(field).textValue()).append(' ');
            }
        }
        return figures.toString();
    }
}
