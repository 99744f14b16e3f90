package ledger.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import ledger.api.cli.FakeServer.Reply;
import ledger.api.cli.FakeServer.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

    private static final String BATCHES = "POST /v1/batches?chained=true";

    private final FakeServer server;
    private final Set<String> applied = new HashSet<>();

    @TempDir
    private Path directory = Path.of("");

    ImportCommandTest() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CliRun importing(String text, String... args) throws IOException {
        Path file = directory.resolve("lines.ndjson");
        Files.writeString(file, text);
        return importFile(file.toString(), args);
    }

    private CliRun importFile(String file, String... args) {
        return CliRun.of(arguments(file, args));
    }

    private String[] arguments(String file, String... args) {
        List<String> all = new ArrayList<>(List.of("import", file, "--url", server.url()));
        all.addAll(Arrays.asList(args));
        return all.toArray(String[]::new);
    }

    /** Accepts each key once, replays it from then on, and refuses amounts of zero and what is not JSON. */
    private Reply book(Request request) {
        return Reply.of(200, request.lines().stream().map(this::answer).collect(Collectors.joining()));
    }

    private String answer(String line) {
        if (!line.startsWith("{")) {
            return answer(null, 400, false, "{\"code\":\"INVALID_REQUEST\",\"detail\":\"not JSON\"}");
        }
        String key = key(line);
        boolean replayed = !applied.add(key);
        return line.contains("\"0.00\"")
                ? answer(key, 422, replayed, "{\"code\":\"INVALID_REQUEST\",\"detail\":\"zero\"}")
                : answer(key, 201, replayed, "{\"status\":\"POSTED\"}");
    }

    private static String answer(@Nullable String key, int status, boolean replayed, String body) {
        String quoted = key == null ? "null" : "\"" + key + "\"";
        return "{\"idempotencyKey\":%s,\"status\":%d,\"replayed\":%b,\"body\":%s}\n"
                .formatted(quoted, status, replayed, body);
    }

    private static String key(String line) {
        try {
            return ApiClient.JSON.readTree(line).path("idempotencyKey").asText();
        } catch (IOException e) {
            throw new IllegalStateException(line, e);
        }
    }

    private static String deposit(Object key, String amount) {
        return "{\"op\":\"deposit\",\"idempotencyKey\":\"%s\",\"account\":\"a\",\"amount\":\"%s\"}\n"
                .formatted(key, amount);
    }

    private static String deposits(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> deposit("k" + number, "1.00"))
                .collect(Collectors.joining());
    }

    private List<String> sentLines() {
        return server.requests().stream()
                .flatMap(request -> request.lines().stream())
                .toList();
    }

    @Test
    void sendsTheLinesAsTheyAreInBatchesInOrder() throws IOException {
        server.on(BATCHES, this::book);
        String text = deposits(7);

        CliRun run = importing(text, "--batch-size", "3");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).matches("accepted 7, replayed 0, rejected 0 in \\d+\\.\\d s \\(\\d+ rows/s\\)\\R");
        assertThat(run.err()).isEmpty();
        assertThat(server.requests())
                .extracting(request -> request.lines().size())
                .containsExactly(3, 3, 1);
        assertThat(sentLines()).isEqualTo(text.lines().toList());
        assertThat(server.requests().getFirst().header("Content-Type")).isEqualTo("application/x-ndjson");
    }

    @Test
    void importingAgainReplaysEvenLinesWithoutKey() throws IOException {
        server.on(BATCHES, this::book);
        String text = "{\"op\":\"deposit\",\"amount\":\"1.00\"}\n\n  \r\n" + deposit("own", "1.00")
                + "{\"op\":\"deposit\",\"amount\":\"1.00\"}";

        importing(text);
        CliRun again = importing(text, "--json");

        assertThat(again.exitCode()).isZero();
        assertThat(again.json().path("accepted").asInt()).isZero();
        assertThat(again.json().path("replayed").asInt()).isEqualTo(3);
        assertThat(applied).hasSize(3).contains("own");
        assertThat(applied)
                .filteredOn(key -> key.startsWith("import-"))
                .allMatch(key -> key.matches("import-[0-9a-f]{32}-[15]"));
    }

    @Test
    void anotherFileGivesOtherKeys() throws IOException {
        server.on(BATCHES, this::book);

        importing("{\"op\":\"deposit\",\"amount\":\"1.00\"}\n");
        importing("{\"op\":\"deposit\",\"amount\":\"2.00\"}\n");

        assertThat(applied).hasSize(2);
    }

    @Test
    void gzipAndStandardInputAreTheSameLines() throws IOException {
        server.on(BATCHES, this::book);
        String text = "{\"op\":\"deposit\",\"amount\":\"1.00\"}\n" + deposits(3);
        Path packed = directory.resolve("lines.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        importing(text);
        CliRun gzip = importFile(packed.toString(), "--json");
        CliRun input = CliRun.withInput(text, arguments("-", "--json"));

        assertThat(gzip.json().path("replayed").asInt()).isEqualTo(4);
        assertThat(input.json().path("replayed").asInt()).isEqualTo(4);
    }

    @Test
    void rejectedLinesAreShownCountedAndKept() throws IOException {
        server.on(BATCHES, this::book);
        String zeros = IntStream.rangeClosed(1, 11)
                .mapToObj(number -> deposit("z" + number, "0.00"))
                .collect(Collectors.joining());
        Path rejects = directory.resolve("rejects.ndjson");

        CliRun run = importing(deposits(2) + "nonsense\n" + zeros, "--rejects", rejects.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("accepted 2, replayed 0, rejected 12 in ");
        assertThat(run.err().lines())
                .hasSize(11)
                .startsWith("line 3, key (none): INVALID_REQUEST: not JSON", "line 4, key z1: INVALID_REQUEST: zero")
                .endsWith("… and 2 more rejected");
        List<String> kept = Files.readAllLines(rejects);
        assertThat(kept).hasSize(12);
        JsonNode last = ApiClient.JSON.readTree(kept.getLast());
        assertThat(last.path("line").asInt()).isEqualTo(14);
        assertThat(last.path("idempotencyKey").asText()).isEqualTo("z11");
        assertThat(last.path("code").asText()).isEqualTo("INVALID_REQUEST");
        assertThat(last.path("command").asText() + "\n").isEqualTo(deposit("z11", "0.00"));
    }

    @Test
    void anOverloadedServerIsAskedAgainWhenItSays() throws IOException {
        Reply overloaded = Reply.problem(503, "OVERLOADED", "busy").with("Retry-After", "3");
        server.on(BATCHES, overloaded, Reply.problem(429, "OVERLOADED", "busy")).on(BATCHES, this::book);

        CliRun run = importing(deposits(2));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("accepted 2, ");
        assertThat(run.pauses()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(1));
    }

    @Test
    void aServerThatStaysOverloadedIsGivenUp() throws IOException {
        server.on(BATCHES, Reply.problem(503, "OVERLOADED", "busy"));

        CliRun run = importing(deposits(2));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(server.requests()).hasSize(8);
        assertThat(run.out()).startsWith("accepted 0, replayed 0, rejected 0, unanswered 2 in ");
        assertThat(run.err())
                .contains("OVERLOADED: busy", "run the import again")
                .hasLineCount(1);
    }

    @Test
    void linesWithoutAnswerAreSentAgainWhenTheConnectionBreaks() throws IOException {
        Function<Request, Reply> breaks = request -> {
            List<String> answers = request.lines().stream().map(this::answer).toList();
            // All three are booked, but only the first answer and a half come through.
            return Reply.of(200, answers.getFirst() + answers.get(1).substring(0, 20))
                    .cutOff();
        };
        server.on(BATCHES, breaks).on(BATCHES, this::book);

        CliRun run = importing(deposits(3));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("accepted 1, replayed 2, rejected 0 in ");
        assertThat(server.requests().getLast().lines()).hasSize(2);
    }

    @Test
    void linesThatTheServerWasTooBusyForAreSentAgain() throws IOException {
        Function<Request, Reply> busyOnce = request -> Reply.of(
                200,
                answer(request.lines().getFirst())
                        + answer("k2", 503, false, "{\"code\":\"OVERLOADED\"}")
                        + answer(request.lines().getLast()));
        server.on(BATCHES, busyOnce).on(BATCHES, this::book);

        CliRun run = importing(deposits(3));

        assertThat(run.out()).startsWith("accepted 3, replayed 0, rejected 0 in ");
        assertThat(server.requests().getLast().body()).isEqualTo(deposit("k2", "1.00"));
    }

    @Test
    void aRefusedBatchStopsTheImport() throws IOException {
        server.on(BATCHES, this::book).on(BATCHES, Reply.problem(413, "BODY_TOO_LARGE", "too many lines"));

        CliRun run = importing(deposits(4), "--batch-size", "2", "--json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.json().path("accepted").asInt()).isEqualTo(2);
        assertThat(run.json().path("unanswered").asInt()).isEqualTo(2);
        assertThat(run.err()).contains("BODY_TOO_LARGE: too many lines").hasLineCount(1);
    }

    @Test
    void anAnswerForAnotherKeyStopsTheImport() throws IOException {
        server.on(BATCHES, Reply.of(200, answer("other", 201, false, "{}")));

        CliRun run = importing(deposits(1));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("line 1", "another key");
    }

    @Test
    void undecidedLinesAreAskedForUntilTheyAreKnown() throws IOException {
        server.on(
                BATCHES,
                Reply.of(
                        200,
                        answer("k1", 202, false, "{}")
                                + answer("k2", 201, false, "{}")
                                + answer("k3", 202, false, "{}")));
        server.on("GET /v1/commands/k1", Reply.of(202, "{}"), Reply.of(200, "{\"status\":\"POSTED\"}"));
        server.on(
                "GET /v1/commands/k3",
                Reply.of(200, "{\"status\":422,\"code\":\"INSUFFICIENT_FUNDS\",\"detail\":\"too little\"}"));

        CliRun run = importing(deposits(3));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("accepted 2, replayed 0, rejected 1 in ");
        assertThat(run.err()).contains("line 3, key k3: INSUFFICIENT_FUNDS: too little");
    }

    @Test
    void aTakenLineThatNobodyKnowsAnyMoreIsNotRejected() throws IOException {
        server.on(BATCHES, Reply.of(200, answer("k1", 202, false, "{}") + answer("k2", 202, false, "{}")));
        Reply unknown = Reply.of(404, "{\"status\":404,\"code\":\"COMMAND_NOT_FOUND\"}");
        server.on("GET /v1/commands/k1", unknown, unknown, Reply.of(200, "{\"status\":\"POSTED\"}"));
        server.on("GET /v1/commands/k2", unknown);

        CliRun run = importing(deposits(2), "--wait", "1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("accepted 1, replayed 0, rejected 0, pending 1 in ");
    }

    @Test
    void decidedLinesAreFoundBehindManyThatAreNot() throws IOException {
        int lost = 200;
        server.on(
                BATCHES,
                request -> Reply.of(
                        200,
                        request.lines().stream()
                                .map(line -> answer(key(line), 202, false, "{}"))
                                .collect(Collectors.joining())));
        Reply unknown = Reply.of(404, "{\"status\":404,\"code\":\"COMMAND_NOT_FOUND\"}");
        IntStream.rangeClosed(1, lost).forEach(number -> server.on("GET /v1/commands/k" + number, unknown));
        server.on("GET /v1/commands/k" + (lost + 1), Reply.of(200, "{\"status\":\"POSTED\"}"));

        CliRun run = importing(deposits(lost + 1), "--wait", "1");

        assertThat(run.out()).startsWith("accepted 1, replayed 0, rejected 0, pending 200 in ");
    }

    @Test
    void aServerThatCannotSayForNowIsAskedAgain() throws IOException {
        Reply restarting = Reply.of(200, "{").cutOff();
        Reply proxy = Reply.of(502, "<html>Bad Gateway</html>");
        Reply moving = Reply.problem(503, "SHARD_UNAVAILABLE", "moving").with("Retry-After", "1");

        CliRun run = importingUndecided(restarting, proxy, moving, Reply.of(200, "{\"status\":\"POSTED\"}"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("accepted 1, replayed 0, rejected 0 in ");
        assertThat(run.pauses()).contains(Duration.ofSeconds(1));
    }

    @Test
    void aServerThatStaysUnableToSayIsGivenUpWithTheReason() throws IOException {
        Reply overloaded = Reply.problem(503, "OVERLOADED", "busy").with("Retry-After", "3600");

        CliRun run = importingUndecided(overloaded);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("accepted 0, replayed 0, rejected 0, pending 1 in ");
        assertThat(run.err())
                .contains("OVERLOADED: busy", "run the import again")
                .hasLineCount(1);
        assertThat(run.pauses()).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void aServerThatRefusesToSayRejectsNoLine() throws IOException {
        CliRun run = importingUndecided(Reply.problem(401, "UNAUTHENTICATED", "the token has expired"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("accepted 0, replayed 0, rejected 0, pending 1 in ");
        assertThat(run.err()).contains("UNAUTHENTICATED: the token has expired").hasLineCount(1);
        assertThat(run.pauses()).isEmpty();
    }

    /** Imports one line that is under way when its batch is answered, and waits two seconds for it. */
    private CliRun importingUndecided(Reply... answers) throws IOException {
        server.on(BATCHES, Reply.of(200, answer("k1", 202, false, "{}")));
        server.on("GET /v1/commands/k1", answers);
        return importing(deposits(1), "--wait", "2");
    }

    @Test
    void waitsForUndecidedLinesAsLongAsOneAfterTheOtherBecomesKnown() throws IOException {
        CliRun run = importingUndecided(4, 12);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("accepted 2, replayed 0, rejected 0 in ");
        assertThat(run.pauses().stream().reduce(Duration.ZERO, Duration::plus)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void givesUndecidedLinesUpWhenNoneBecomesKnownInTheTimeThatIsWaited() throws IOException {
        CliRun run = importingUndecided(1, 12);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("accepted 1, replayed 0, rejected 0, pending 1 in ");
    }

    /** Imports two lines that are under way when their batch is answered, and become known after so many questions. */
    private CliRun importingUndecided(int questionsForFirst, int questionsForSecond) throws IOException {
        server.on(BATCHES, Reply.of(200, answer("k1", 202, false, "{}") + answer("k2", 202, false, "{}")));
        server.on("GET /v1/commands/k1", decidedAfter(questionsForFirst));
        server.on("GET /v1/commands/k2", decidedAfter(questionsForSecond));
        return importing(deposits(2), "--wait", "1");
    }

    /** Answers that a command is under way so many times, and then what came of it. */
    private static Reply[] decidedAfter(int times) {
        Reply[] answers = new Reply[times + 1];
        Arrays.fill(answers, Reply.of(202, "{}"));
        answers[times] = Reply.of(200, "{\"status\":\"POSTED\"}");
        return answers;
    }

    @Test
    void aPersonSeesAProgressBarAndAProgramDoesNot() throws IOException {
        server.on(BATCHES, this::book);
        Path file = directory.resolve("lines.ndjson");
        Files.writeString(file, deposits(5));

        assertThat(CliRun.watched(arguments(file.toString())).err()).contains("import 100%", "5/5 rows");
        assertThat(CliRun.watched(arguments(file.toString(), "--json")).err()).isEmpty();
        assertThat(CliRun.of(arguments(file.toString())).err()).isEmpty();
    }

    @Test
    void theProgressBarCountsWhatIsRejectedInTheEnd() throws IOException {
        server.on(BATCHES, Reply.of(200, answer("k1", 202, false, "{}")));
        server.on("GET /v1/commands/k1", Reply.of(200, "{\"status\":422,\"code\":\"INSUFFICIENT_FUNDS\"}"));
        Path file = directory.resolve("lines.ndjson");
        Files.writeString(file, deposits(1));

        assertThat(CliRun.watched(arguments(file.toString())).err()).contains("1/1 rows", "rejected 1");
    }

    @Test
    void batchesStayBelowEightMebibytes() throws IOException {
        server.on(BATCHES, this::book);
        String reference = "x".repeat(3 * 1024 * 1024);
        String text = IntStream.range(0, 3)
                .mapToObj(number -> "{\"idempotencyKey\":\"k%d\",\"reference\":\"%s\"}\n".formatted(number, reference))
                .collect(Collectors.joining());

        CliRun run = importing(text);

        assertThat(run.exitCode()).isZero();
        assertThat(server.requests())
                .extracting(request -> request.lines().size())
                .containsExactly(2, 1);
    }

    @Test
    void nothingIsSentOfAFileWithALineThatNoBatchHolds() throws IOException {
        CliRun run = importing(deposits(1) + "{\"reference\":\"" + "x".repeat(8 * 1024 * 1024) + "\"}\n");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("line 2 is longer").hasLineCount(1);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anEmptyFileIsDone() throws IOException {
        CliRun run = importing("\n\n");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("accepted 0, replayed 0, rejected 0 in ");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aMissingFileIsOneLine() {
        CliRun run = importFile(directory.resolve("nothing").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("there is no such file").hasLineCount(1);
    }
}
