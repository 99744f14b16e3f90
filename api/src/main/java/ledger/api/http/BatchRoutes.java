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
import ledger.api.commands.CommandReply;
import ledger.api.commands.CommandsOverloadedException;
import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import ledger.api.problems.ProblemException;
import ledger.api.requests.BatchLineReader;
import ledger.api.requests.Json;
import ledger.api.requests.RequestHeaders;
import ledger.language.CommandId;
import org.jspecify.annotations.Nullable;

/**
 * Many commands in one request: a command a line, an answer a line in the same order, each line by itself. All lines are
 * sent before the first answer is written, in order, so that lines for one account are decided in theirs.
 */
final class BatchRoutes {
    private static final int MAX_BYTES = 8 * 1024 * 1024;
    private static final int MAX_LINES = 10_000;
    private static final Set<String> TYPES = Set.of("application/x-ndjson", "application/ndjson");
    private static final String INSTANCE = "/v1/batches";

    private final CommandCalls commands;
    private final BatchLineReader lines;

    BatchRoutes(CommandCalls commands, BatchLineReader lines) {
        this.commands = commands;
        this.lines = lines;
    }

    void add(Endpoints endpoints) {
        endpoints.post("/v1/batches", this::batch);
    }

    /** A line that was sent, or could not be: then its answer is there already. */
    private record Sent(
            @Nullable CommandId key,
            @Nullable CompletableFuture<CommandReply> reply,
            @Nullable Answer answer) {}

    private void batch(Context exchange) throws IOException, InterruptedException {
        Exchanges.requireType(exchange, TYPES);
        Duration wait = exchange.header("Prefer") == null
                ? RequestHeaders.MAX_WAIT
                : RequestHeaders.wait(exchange.header("Prefer"));
        List<byte[]> texts = split(Exchanges.body(exchange, MAX_BYTES));
        List<Sent> sent = new ArrayList<>(texts.size());
        for (byte[] text : texts) {
            sent.add(send(exchange, text));
        }
        long deadline = System.nanoTime() + wait.toNanos();
        exchange.status(200).contentType("application/x-ndjson");
        OutputStream out = exchange.res().getOutputStream();
        for (Sent line : sent) {
            out.write(Exchanges.bytes(answer(line, deadline)));
            out.write('\n');
        }
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

    private Sent send(Context exchange, byte[] text) {
        CommandId key = null;
        try {
            ObjectNode line = Json.object(text);
            key = BatchLineReader.key(line);
            return new Sent(key, commands.send(lines.command(line, key), RequestLog.trace(exchange)), null);
        } catch (ProblemException e) {
            return new Sent(key, null, CommandAnswers.problem(e.problem(), INSTANCE));
        } catch (RuntimeException e) {
            return new Sent(key, null, CommandAnswers.problem(Faults.problem(e), INSTANCE));
        }
    }

    private ObjectNode answer(Sent line, long deadline) throws InterruptedException {
        Answer answer = line.answer();
        boolean replayed = false;
        if (answer == null && line.reply() != null && line.key() != null) {
            try {
                Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                CommandReply reply = commands.await(line.reply(), left);
                answer = reply == null ? CommandAnswers.pending(line.key()) : CommandAnswers.of(reply.outcome());
                replayed = reply != null && reply.replayed();
            } catch (CommandsOverloadedException e) {
                answer = CommandAnswers.problem(Faults.problem(e), INSTANCE);
            }
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("idempotencyKey", line.key() == null ? null : line.key().value());
        body.put("status", answer == null ? 500 : answer.status());
        body.put("replayed", replayed);
        body.set("body", answer == null ? null : answer.body());
        return body;
    }
}
