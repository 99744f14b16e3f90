package ledger.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import ledger.api.answers.Answer;
import ledger.api.answers.CommandAnswers;
import ledger.api.commands.CommandGateway.Batch;
import ledger.api.commands.CommandReply;
import ledger.api.commands.CommandRequest;
import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import ledger.api.requests.BatchLineReader;
import ledger.api.requests.Json;
import ledger.api.requests.RequestHeaders;
import ledger.language.CommandId;
import org.jspecify.annotations.Nullable;

/**
 * Many commands in one request: a command a line, an answer a line in the same order, each line by itself. All lines are
 * sent before the first answer is written, in order, so that lines for one account are decided in theirs; where a line is
 * not accepted, none after it is.
 */
final class BatchRoutes {
    /** The largest body of a batch that is taken. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final int MAX_LINES = 10_000;

    /** So many the shards are asked for in one question, and begin to decide while the next are read. */
    private static final int SENT_TOGETHER = 250;

    /** How long lines wait for room among the commands that are under way, where their answers need not be waited for. */
    private static final Duration FOR_ROOM = Duration.ofSeconds(10);

    private static final Set<String> TYPES = Set.of("application/x-ndjson", "application/ndjson");
    private static final String INSTANCE = "/v1/batches";
    private static final String CHAINED = "chained";

    private final CommandCalls commands;
    private final BatchLineReader lines;

    BatchRoutes(CommandCalls commands, BatchLineReader lines) {
        this.commands = commands;
        this.lines = lines;
    }

    void add(Endpoints endpoints) {
        endpoints.post("/v1/batches", this::batch);
    }

    /** What became of a line when it was read. */
    private sealed interface Line {}

    private record Sent(CommandId key, CompletableFuture<CommandReply> reply) implements Line {}

    /** Not sent; without a key where none could be read. */
    private record Refused(@Nullable CommandId key, Problem problem) implements Line {}

    private void batch(Context exchange) throws IOException, InterruptedException {
        Exchanges.allowParameters(exchange, CHAINED);
        Exchanges.requireType(exchange, TYPES);
        boolean chained = Exchanges.flag(exchange, CHAINED);
        String prefer = Exchanges.prefer(exchange);
        Duration wait = prefer == null ? RequestHeaders.MAX_WAIT : RequestHeaders.wait(prefer);
        List<byte[]> texts = split(Exchanges.body(exchange, MAX_BYTES));
        long start = System.nanoTime();
        Duration patience = wait.compareTo(FOR_ROOM) > 0 ? wait : FOR_ROOM;
        List<Line> sent = send(exchange, chained, texts, start + patience.toNanos());
        long deadline = start + wait.toNanos();
        exchange.status(200).contentType("application/x-ndjson");
        OutputStream out = exchange.res().getOutputStream();
        for (Line line : sent) {
            out.write(Exchanges.bytes(answer(line, deadline)));
            out.write('\n');
        }
    }

    /** Sends all lines, as there is room for them until then; the others are refused. */
    private List<Line> send(Context exchange, boolean chained, List<byte[]> texts, long deadline)
            throws InterruptedException {
        List<Line> sent = new ArrayList<>(texts.size());
        try (Batch batch = commands.batch(exchange, chained)) {
            while (sent.size() < texts.size()) {
                List<byte[]> next = texts.subList(sent.size(), Math.min(sent.size() + SENT_TOGETHER, texts.size()));
                batch.reserve(next.size(), until(deadline));
                next.forEach(text -> sent.add(add(exchange, text, batch)));
                batch.send();
            }
            batch.finish(until(deadline));
        }
        // What was made of it is bounded with the commands under way: others need not wait until these are answered.
        BodyMemory.end(exchange);
        return sent;
    }

    private static Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private static List<byte[]> split(byte[] body) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int end = 0; end <= body.length; end++) {
            if (end == body.length || body[end] == '\n') {
                if (!isBlank(body, start, end)) {
                    lines.add(Arrays.copyOfRange(body, start, end));
                }
                start = end + 1;
            }
        }
        if (lines.size() > MAX_LINES) {
            throw Problem.of(ProblemCode.BODY_TOO_LARGE, "A batch may have at most " + MAX_LINES + " lines.")
                    .with("maxLines", (long) MAX_LINES)
                    .asException();
        }
        return lines;
    }

    private static boolean isBlank(byte[] body, int start, int end) {
        for (int i = start; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private Line add(Context exchange, byte[] text, Batch batch) {
        CommandId key = null;
        try {
            ObjectNode line = Json.object(text);
            key = BatchLineReader.key(line);
            // As the address of a single command is looked at before its body: how many decimals an account keeps
            // is told to those only whose account it is.
            CommandRequest command =
                    lines.command(line, key, account -> Tenancy.requireAccount(Guard.caller(exchange), account));
            return new Sent(key, commands.add(exchange, command, batch));
        } catch (RuntimeException e) {
            return new Refused(key, Faults.problem(e));
        }
    }

    private ObjectNode answer(Line line, long deadline) throws InterruptedException {
        return switch (line) {
            case Refused(CommandId key, Problem problem) -> json(key, CommandAnswers.problem(problem, INSTANCE), false);
            case Sent(CommandId key, CompletableFuture<CommandReply> sent) -> {
                try {
                    CommandReply reply = CommandCalls.await(sent, until(deadline));
                    yield reply == null
                            ? json(key, CommandAnswers.pending(key), false)
                            : json(key, CommandAnswers.of(reply.outcome()), reply.replayed());
                } catch (RuntimeException e) { // each line has its own fault
                    yield json(key, CommandAnswers.problem(Faults.problem(e), INSTANCE), false);
                }
            }
        };
    }

    private static ObjectNode json(@Nullable CommandId key, Answer answer, boolean replayed) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("idempotencyKey", key == null ? null : key.value());
        body.put("status", answer.status());
        body.put("replayed", replayed);
        body.set("body", answer.body());
        return body;
    }
}
