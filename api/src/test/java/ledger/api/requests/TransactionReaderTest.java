package ledger.api.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ledger.api.problems.ProblemCode;
import ledger.api.problems.ProblemException;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Assets;
import ledger.language.Instruction;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Posting;
import ledger.language.TransactionId;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request may ask of a transaction, and where the problem points that says what it may not. */
class TransactionReaderTest {
    private static final Asset EUR = new Asset("EUR", 2);
    private static final Asset BTC = new Asset("BTC", 8);
    private static final TransactionId HOLD = new TransactionId("hold-1");
    private static final String POSTING = "{'from':'alice','to':'bob','amount':'1.00','currency':'EUR'}";

    private final TransactionReader reader = new TransactionReader(Assets.declaring(Map.of("BTC", 8)));

    private static ObjectNode json(String singleQuoted) {
        return Json.object(singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String postings(int count) {
        return "{'postings':"
                + Stream.generate(() -> POSTING).limit(count).collect(Collectors.joining(",", "[", "]"))
                + "}";
    }

    private static String beside(String more) {
        return "{'postings':[" + POSTING + "]," + more + "}";
    }

    /** Entries of metadata with a thousand bytes each. */
    private static final String SIXTEEN_MORE = IntStream.range(0, 16)
            .mapToObj(n -> ",'%d':'%s'".formatted(n, "x".repeat(1000)))
            .collect(Collectors.joining());

    private Instruction transaction(String body) {
        return reader.transaction(json(body), Set.of());
    }

    private Instruction capture(String body) {
        return reader.capture(json(body), HOLD, Set.of());
    }

    private Instruction reverse(String body) {
        return reader.reverse(json(body), HOLD, Set.of());
    }

    @Test
    void everythingThatATransactionMaySay() {
        assertThat(transaction("""
                        {'postings':[{'from':'alice','to':'bob','amount':'25.00','currency':'EUR'},
                                     {'from':'@world','to':'{acme}:cash','amount':'0.00000001','currency':'BTC'},
                                     {'from':'bob','to':'@world','amount':'3','currency':'EUR'}],
                         'reference':'order 9','effectiveAt':'2026-01-01T01:00:00+01:00','metadata':{'a':'b'},
                         'pending':true,'expiresIn':'PT24H'}"""))
                .isEqualTo(new PostTransaction(
                        List.of(
                                new Posting(new AccountId("alice"), new AccountId("bob"), Amount.ofMinor(2500), EUR),
                                new Posting(AccountId.WORLD, new AccountId("{acme}:cash"), Amount.ofMinor(1), BTC),
                                new Posting(new AccountId("bob"), AccountId.WORLD, Amount.ofMinor(300), EUR)),
                        true,
                        Duration.ofHours(24),
                        new Particulars("order 9", Instant.parse("2026-01-01T00:00:00Z"), Map.of("a", "b"))));
    }

    @Test
    void whatIsLeftOutOrNullIsTheDefault() {
        PostTransaction plain = new PostTransaction(
                List.of(new Posting(new AccountId("alice"), new AccountId("bob"), Amount.ofMinor(100), EUR)),
                false,
                null,
                Particulars.NONE);
        assertThat(transaction(postings(1))).isEqualTo(plain);
        assertThat(transaction(
                        beside("'pending':null,'expiresIn':null,'reference':null,'effectiveAt':null,'metadata':null")))
                .isEqualTo(plain);
        assertThat(transaction(beside("'pending':false"))).isEqualTo(plain);
        assertThat(transaction(beside("'pending':false,'expiresIn':'PT24H'"))).isEqualTo(plain);
        assertThat(((PostTransaction) transaction(beside("'pending':true"))).expiresIn())
                .isNull();
    }

    /** Not in units of UTF-16. */
    @Test
    void lengthsAreThoseOfCharacters() {
        String reference = "\ud83d\ude00".repeat(1000);
        assertThat(((PostTransaction) transaction(beside("'reference':'" + reference + "'")))
                        .particulars()
                        .reference())
                .isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 99, 100})
    void aTransactionHasUpToAHundredPostings(int count) {
        assertThat(((PostTransaction) transaction(postings(count))).postings()).hasSize(count);
    }

    /** Not malformed: their place is in the order of precedence of the rejections. */
    @Test
    void theSameAccountOnBothSidesIsLeftToTheShard() {
        for (String side : List.of("alice", "@world")) {
            String body = "{'postings':[{'from':'" + side + "','to':'" + side + "','amount':'1.00','currency':'EUR'}]}";
            assertThat(((PostTransaction) transaction(body)).postings())
                    .singleElement()
                    .satisfies(posting -> assertThat(posting.from()).isEqualTo(posting.to()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.001S, 1",
        "PT1S, 1000",
        "PT24H, 86400000",
        "P1D, 86400000",
        "P1DT12H, 129600000",
        "pt1m, 60000",
        "P3653D, 315619200000",
    })
    void aHoldLastsFromAMillisecondToTenYears(String expiresIn, long millis) {
        assertThat(((PostTransaction) transaction(beside("'pending':true,'expiresIn':'" + expiresIn + "'")))
                        .expiresIn())
                .isEqualTo(Duration.ofMillis(millis));
    }

    private static Arguments bad(String pointer, String body) {
        return Arguments.of(pointer, body);
    }

    static Stream<Arguments> badTransactions() {
        Stream<Arguments> wholes = Stream.of(
                bad("/postings", "{}"),
                bad("/postings", "{'postings':null}"),
                bad("/postings", "{'postings':{}}"),
                bad("/postings", "{'postings':'x'}"),
                bad("/postings", "{'postings':[]}"),
                bad("/postings", postings(101)),
                bad("/postings/0", "{'postings':[null]}"),
                bad("/postings/0", "{'postings':[[]]}"),
                bad("/postings/1", "{'postings':[" + POSTING + ",7]}"),
                bad("/posting", beside("'posting':[]")),
                bad("/id", beside("'id':'x'")),
                bad("/account", beside("'account':'alice'")),
                bad("/pending", beside("'pending':'true'")),
                bad("/pending", beside("'pending':1")),
                bad("/reference", beside("'reference':7")),
                bad("/effectiveAt", beside("'effectiveAt':'tomorrow'")),
                bad("/metadata/a", beside("'metadata':{'a':1}")),
                bad("/reference", beside("'reference':'\\ud83d'")),
                bad("/reference", beside("'reference':'\\ude00\\ud83d'")),
                bad("/reference", beside("'reference':'" + "😀".repeat(1001) + "'")),
                bad("/metadata/a", beside("'metadata':{'a':'\\ud83d'}")),
                bad("", beside("'metadata':{'\\ud83d':'a'}")),
                bad("/metadata", beside("'metadata':{'a':'" + "€".repeat(1000) + "'" + SIXTEEN_MORE + "}")),
                bad("/expiresIn", beside("'expiresIn':'PT24H'")),
                bad("/expiresIn", beside("'pending':null,'expiresIn':'PT24H'")),
                bad("/expiresIn", beside("'pending':false,'expiresIn':'24'")));
        Stream<Arguments> durations = Stream.of(
                        "24",
                        "''",
                        "'24h'",
                        "'P'",
                        "'PT'",
                        "'P1M'",
                        "'P1Y'",
                        "'PT0S'",
                        "'PT-1S'",
                        "'-PT1S'",
                        "'PT0.0001S'",
                        "'PT1.0005S'",
                        "'PT0.000000001S'",
                        "'P3654D'",
                        "'P106751991167301D'",
                        "'PT9223372036854775807S'",
                        "'PT9223372036854775808S'",
                        "'P99999999999999999999D'")
                .map(duration -> bad("/expiresIn", beside("'pending':true,'expiresIn':" + duration)));
        Stream<Arguments> sides = Stream.of("null", "7", "''", "'@bank'", "'@World'", "'@'", "'a b'", "'a/b'")
                .flatMap(id -> Stream.of(
                        bad("/postings/0/from", "{'postings':[" + POSTING.replace("'alice'", id) + "]}"),
                        bad("/postings/0/to", "{'postings':[" + POSTING.replace("'bob'", id) + "]}")));
        Stream<Arguments> amounts = Stream.of(
                        "1",
                        "null",
                        "''",
                        "'0'",
                        "'0.00'",
                        "'-1.00'",
                        "'1.234'",
                        "'1e2'",
                        "'170141183460469231731687303715884105728'")
                .map(amount -> bad(
                        "/postings/1/amount",
                        "{'postings':[" + POSTING + "," + POSTING.replace("'1.00'", amount) + "]}"));
        Stream<Arguments> currencies = Stream.of("null", "'eur'", "'XXY'", "7")
                .map(code -> bad("/postings/0/currency", "{'postings':[" + POSTING.replace("'EUR'", code) + "]}"));
        Stream<Arguments> typos = Stream.of(
                bad(
                        "/postings/3/amont",
                        "{'postings':[" + (POSTING + ",").repeat(3) + POSTING.replace("'amount'", "'amont'") + "]}"),
                bad("/postings/0/a~1b", "{'postings':[" + POSTING.replace("{", "{'a/b':1,") + "]}"),
                bad("/postings/0/amount", "{'postings':[{'from':'a','to':'b','currency':'EUR'}]}"),
                bad("/postings/0/from", "{'postings':[{'to':'b','amount':'1.00','currency':'EUR'}]}"));
        return Stream.of(wholes, durations, sides, amounts, currencies, typos).flatMap(Function.identity());
    }

    @ParameterizedTest
    @MethodSource("badTransactions")
    void isNoTransaction(String pointer, String body) {
        pointsTo(pointer, () -> transaction(body));
    }

    @Test
    void captures() {
        assertThat(capture("{}")).isEqualTo(new CaptureTransaction(HOLD, null, false));
        assertThat(capture("{'amount':null,'final':null}")).isEqualTo(new CaptureTransaction(HOLD, null, false));
        assertThat(capture("{'amount':'12.30','final':true}"))
                .isEqualTo(new CaptureTransaction(HOLD, new BigDecimal("12.30"), true));
        assertThat(capture("{'amount':'0." + "0".repeat(29) + "1'}"))
                .isEqualTo(new CaptureTransaction(HOLD, new BigDecimal("1e-30"), false));
    }

    static Stream<Arguments> badCaptures() {
        return Stream.concat(
                Stream.of(
                                "12.30",
                                "''",
                                "'0'",
                                "'-1'",
                                "'x'",
                                "'1e3'",
                                "'0." + "0".repeat(30) + "1'",
                                "'170141183460469231731687303715884105728'",
                                "'" + "9".repeat(64) + "'",
                                "'" + "9".repeat(65) + "'")
                        .map(amount -> bad("/amount", "{'amount':" + amount + "}")),
                Stream.of(
                        bad("/final", "{'final':'yes'}"),
                        bad("/final", "{'final':1}"),
                        bad("/currency", "{'amount':'1.00','currency':'EUR'}"),
                        bad("/transaction", "{'transaction':'hold-1'}")));
    }

    @ParameterizedTest
    @MethodSource("badCaptures")
    void isNoCapture(String pointer, String body) {
        pointsTo(pointer, () -> capture(body));
    }

    @Test
    void voidingSaysNothing() {
        assertThat(reader.voiding(json("{}"), HOLD, Set.of())).isEqualTo(new VoidTransaction(HOLD));
        pointsTo("/amount", () -> reader.voiding(json("{'amount':'1.00'}"), HOLD, Set.of()));
    }

    @Test
    void reversals() {
        assertThat(reverse("{}")).isEqualTo(new ReverseTransaction(HOLD, null, Map.of()));
        assertThat(reverse("{'reference':'refund','metadata':{'why':'broken'}}"))
                .isEqualTo(new ReverseTransaction(HOLD, "refund", Map.of("why", "broken")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/reference     | {'reference':7}",
                "/metadata      | {'metadata':[]}",
                "/metadata/a    | {'metadata':{'a':null}}",
                "/effectiveAt   | {'effectiveAt':'2026-01-01T00:00:00Z'}",
                "/amount        | {'amount':'1.00'}",
            })
    void isNoReversal(String pointer, String body) {
        pointsTo(pointer, () -> reverse(body));
    }

    static void pointsTo(String pointer, ThrowingCallable reading) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, reading);
        assertThat(refused).isNotNull();
        assertThat(refused.problem().code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refused.problem().extensions()).isEqualTo(Map.of("pointer", pointer));
        assertThat(refused.problem().detail()).isNotBlank();
    }
}
