package ledger.integration;

import static ledger.integration.BadInputTest.ACCOUNT;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import ledger.integration.BadInputTest.Bad;

/** Requests about transactions that are malformed, and where. All of them about the account that must not change. */
final class BadTransactions {
    private static final String POSTING = Api.posting(ACCOUNT, "@world", "1.00", "EUR");

    private BadTransactions() {}

    private static Bad at(String pointer, String path, String body) {
        return new Bad(
                path + " " + (body.length() > 200 ? body.substring(0, 200) + "…" : body),
                api -> api.post(path, body),
                400,
                "INVALID_REQUEST",
                "pointer",
                pointer);
    }

    private static Bad transaction(String pointer, String body) {
        return at(pointer, "/v1/transactions", body);
    }

    private static Bad posting(String pointer, String posting) {
        return transaction(pointer, "{\"postings\":[" + POSTING + "," + posting + "]}");
    }

    private static Bad beside(String pointer, String more) {
        return transaction(pointer, "{\"postings\":[" + POSTING + "]," + more + "}");
    }

    private static Bad change(String pointer, String action, String body) {
        return at(pointer, "/v1/transactions/any/" + action, body);
    }

    static Stream<Bad> bodies() {
        return Stream.of(
                transaction("", ""),
                transaction("", "[]"),
                transaction("/postings", "{}"),
                transaction("/postings", "{\"postings\":[]}"),
                transaction(
                        "/postings", "{\"postings\":[" + String.join(",", Collections.nCopies(101, POSTING)) + "]}"),
                transaction("/postings/0", "{\"postings\":[7]}"),
                posting("/postings/1/amont", POSTING.replace("amount", "amont")),
                posting("/postings/1/from", POSTING.replace(ACCOUNT, "@bank")),
                posting("/postings/1/from", POSTING.replace(ACCOUNT, "a b")),
                posting("/postings/1/to", POSTING.replace("@world", "@World")),
                posting("/postings/1/amount", POSTING.replace("1.00", "0.00")),
                posting("/postings/1/amount", POSTING.replace("1.00", "-1.00")),
                posting("/postings/1/amount", POSTING.replace("1.00", "1.234")),
                posting("/postings/1/amount", POSTING.replace("1.00", "170141183460469231731687303715884105728")),
                posting("/postings/1/amount", POSTING.replace("\"1.00\"", "1.00")),
                posting("/postings/1/currency", POSTING.replace("EUR", "XXY")),
                beside("/id", "\"id\":\"x\""),
                beside("/pending", "\"pending\":\"yes\""),
                beside("/expiresIn", "\"expiresIn\":\"PT1H\""),
                beside("/expiresIn", "\"pending\":true,\"expiresIn\":\"1h\""),
                beside("/expiresIn", "\"pending\":true,\"expiresIn\":\"PT0S\""),
                beside("/expiresIn", "\"pending\":true,\"expiresIn\":\"PT0.0001S\""),
                beside("/expiresIn", "\"pending\":true,\"expiresIn\":\"P99999999999D\""),
                beside("/effectiveAt", "\"effectiveAt\":\"now\""),
                beside("/reference", "\"reference\":7"),
                beside("/metadata/a", "\"metadata\":{\"a\":1}"),
                change("/amount", "capture", "{\"amount\":\"0\"}"),
                change("/amount", "capture", "{\"amount\":1.00}"),
                change("/final", "capture", "{\"final\":1}"),
                change("/currency", "capture", "{\"amount\":\"1.00\",\"currency\":\"EUR\"}"),
                change("", "capture", "[]"),
                change("/amount", "void", "{\"amount\":\"1.00\"}"),
                change("/amount", "reverse", "{\"amount\":\"1.00\"}"),
                change("/reference", "reverse", "{\"reference\":7}"));
    }

    static Stream<Bad> addresses() {
        return Stream.concat(
                Stream.of("capture", "void", "reverse")
                        .flatMap(action -> Stream.of("@world", "a%20b", "%C3%A9")
                                .map(id -> new Bad(
                                        action + " " + id,
                                        api -> api.change(id, action, "{}"),
                                        400,
                                        "INVALID_REQUEST",
                                        "parameter",
                                        "id"))),
                List.of("capture", "void", "reverse").stream()
                        .map(action -> new Bad(
                                action + " with a parameter",
                                api -> api.change("any", action + "?amount=1", "{}"),
                                400,
                                "INVALID_REQUEST",
                                "parameter",
                                "amount")));
    }
}
