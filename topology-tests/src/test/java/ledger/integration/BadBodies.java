package ledger.integration;

import static ledger.integration.BadInputTest.ACCOUNT;
import static ledger.integration.BadInputTest.DEPOSITS;
import static ledger.integration.BadInputTest.NEW_ACCOUNT;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import ledger.integration.BadInputTest.Bad;

/** Bodies that no request may have, and the JSON pointer to what is wrong with each. */
final class BadBodies {
    private BadBodies() {}

    private static Bad at(String pointer, String name, Function<Api, Api.Reply> call) {
        return new Bad(name, call, 400, "INVALID_REQUEST", "pointer", pointer);
    }

    private static Bad deposit(String pointer, String body) {
        return at(pointer, "deposit " + body, api -> api.post(DEPOSITS, body));
    }

    private static Bad amount(String json) {
        return deposit("/amount", "{\"amount\":" + json + ",\"currency\":\"EUR\"}");
    }

    private static Bad beside(String pointer, String more) {
        return deposit(pointer, "{\"amount\":\"1.00\",\"currency\":\"EUR\"," + more + "}");
    }

    static Stream<Bad> bodies() {
        List<Bad> bad = new ArrayList<>();
        for (String body : List.of(
                "",
                " ",
                "null",
                "[]",
                "\"x\"",
                "7",
                "{",
                "{\"amount\":\"1.00\",}",
                "{'amount':'1.00','currency':'EUR'}",
                "{\"amount\":\"1.00\",\"amount\":\"1.00\",\"currency\":\"EUR\"}",
                "{\"amount\":\"1.00\",\"currency\":\"EUR\"} x",
                "{\"amount\":\"1.00\",\"currency\":\"EUR\"}{}",
                "{\"amount\":" + "[".repeat(1000) + "]".repeat(1000) + ",\"currency\":\"EUR\"}",
                "{\"amount\":" + "9".repeat(1000) + ",\"currency\":\"EUR\"}")) {
            bad.add(deposit("", body));
        }
        for (String amount : List.of(
                "12.34",
                "1",
                "1e400",
                "1e999999999",
                "true",
                "null",
                "{}",
                "[]",
                "\"\"",
                "\" 1.00\"",
                "\"+1.00\"",
                "\"-1.00\"",
                "\"0\"",
                "\"0.00\"",
                "\"-0\"",
                "\"1.234\"",
                "\"1.000\"",
                "\"1e3\"",
                "\"1e400\"",
                "\"1,00\"",
                "\".5\"",
                "\"1.\"",
                "\"NaN\"",
                "\"Infinity\"",
                "\"0x10\"",
                "\"１.00\"",
                "\"" + "9".repeat(60) + "\"",
                "\"" + "9".repeat(5000) + "\"",
                "\"170141183460469231731687303715884105728\"")) {
            bad.add(amount(amount));
        }
        bad.add(deposit("/amount", "{\"currency\":\"EUR\"}"));
        bad.add(deposit("/currency", "{\"amount\":\"1.00\"}"));
        for (String currency : List.of("\"EURO\"", "\"eur\"", "\"\"", "\"XXY\"", "7", "null", "[\"EUR\"]")) {
            bad.add(deposit("/currency", "{\"amount\":\"1.00\",\"currency\":" + currency + "}"));
        }
        bad.add(beside("/ammount", "\"ammount\":\"1.00\""));
        bad.add(beside("/a~1b~0c", "\"a/b~c\":1"));
        bad.add(beside("/reference", "\"reference\":7"));
        bad.add(beside("/reference", "\"reference\":\"" + "x".repeat(1001) + "\""));
        for (String time : List.of("0", "\"yesterday\"", "\"2026-13-01T00:00:00Z\"", "\"2026-01-01\"", "\"\"")) {
            bad.add(beside("/effectiveAt", "\"effectiveAt\":" + time));
        }
        bad.add(beside("/metadata", "\"metadata\":[]"));
        bad.add(beside("/metadata", "\"metadata\":\"x\""));
        bad.add(beside("/metadata/a", "\"metadata\":{\"a\":1}"));
        bad.add(beside("/metadata/a", "\"metadata\":{\"a\":null}"));
        bad.add(at("", "invalid UTF-8", api -> bytes(api, new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'})));
        bad.add(at("", "UTF-16", api -> bytes(api, Api.money("1.00").getBytes(StandardCharsets.UTF_16BE))));
        return bad.stream();
    }

    private static Api.Reply bytes(Api api, byte[] body) {
        return api.send("POST", DEPOSITS, BodyPublishers.ofByteArray(body), "Content-Type", "application/json");
    }

    private static Bad opening(String pointer, String body) {
        return at(pointer, "open " + body, api -> api.post("/v1/accounts", body));
    }

    static Stream<Bad> opens() {
        List<Bad> bad = new ArrayList<>();
        bad.add(opening("/id", "{\"currency\":\"EUR\"}"));
        for (String id : List.of(
                "\"\"",
                "\"@world\"",
                "\"@bank\"",
                "\"a b\"",
                "\"é\"",
                "\"a/b\"",
                "\"a\\u0000\"",
                "7",
                "null",
                "\"" + "x".repeat(129) + "\"")) {
            bad.add(opening("/id", "{\"id\":" + id + ",\"currency\":\"EUR\"}"));
        }
        bad.add(opening("/currency", "{\"id\":\"" + NEW_ACCOUNT + "\"}"));
        for (String limit : List.of("overdraftLimit", "maxBalance")) {
            for (String value : List.of("5", "\"-1.00\"", "\"1.234\"", "\"x\"", "true", "\"" + "9".repeat(60) + "\"")) {
                bad.add(opening(
                        "/" + limit,
                        "{\"id\":\"" + NEW_ACCOUNT + "\",\"currency\":\"EUR\",\"" + limit + "\":" + value + "}"));
            }
        }
        bad.add(opening("/balance", "{\"id\":\"" + NEW_ACCOUNT + "\",\"currency\":\"EUR\",\"balance\":\"5.00\"}"));
        bad.add(opening(
                "/metadata/k", "{\"id\":\"" + NEW_ACCOUNT + "\",\"currency\":\"EUR\",\"metadata\":{\"k\":{}}}"));
        return bad.stream();
    }

    static Stream<Bad> updates() {
        return Stream.of("{\"overdraftLimit\":5}", "{\"overdraftLimit\":\"1.234\"}", "{\"overdraftLimit\":\"-1\"}")
                .map(body ->
                        at("/overdraftLimit", "update " + body, api -> api.patch("/v1/accounts/" + ACCOUNT, body)));
    }
}
