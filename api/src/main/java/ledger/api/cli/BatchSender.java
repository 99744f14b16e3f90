package ledger.api.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends batches one after the other and hands on what became of each line. Lines that got no answer are sent again,
 * which is safe because each has an idempotency key: one that was applied is answered as replayed.
 */
final class BatchSender {

    /** Attempts in a row that bring no line forward. With the back-off about half a minute: a server may restart. */
    private static final int MAX_FRUITLESS_ATTEMPTS = 8;

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(250);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(60);

    /** Told of every line, in order, once; of a line that the server was too busy for, after its last attempt. */
    @FunctionalInterface
    interface Answers {
        void accept(BatchLine line, int status, boolean replayed, JsonNode body);
    }

    /** What an attempt left: the lines to send again, why, and when. */
    private record Attempt(List<BatchLine> left, CliException why, Optional<Duration> retryAfter) {}

    private final ApiClient client;
    private final Terminal terminal;
    private final Answers answers;
    private boolean everAnswered;

    BatchSender(ApiClient client, Terminal terminal, Answers answers) {
        this.client = client;
        this.terminal = terminal;
        this.answers = answers;
    }

    /** Sends these lines until each has its answer, or fails with the reason of the last attempt. */
    void send(List<BatchLine> batch) {
        List<BatchLine> left = batch;
        int fruitless = 0;
        while (!left.isEmpty()) {
            Attempt attempt = attempt(left);
            if (attempt.left().isEmpty()) {
                return;
            }
            fruitless = attempt.left().size() < left.size() ? 0 : fruitless + 1;
            if (fruitless == MAX_FRUITLESS_ATTEMPTS) {
                throw attempt.why();
            }
            left = attempt.left();
            Duration backOff = FIRST_BACK_OFF.multipliedBy(1L << fruitless);
            Duration pause = attempt.retryAfter().orElse(backOff);
            terminal.pause(pause.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : pause);
        }
    }

    private Attempt attempt(List<BatchLine> lines) {
        HttpResponse<InputStream> response;
        try {
            response = client.postBatch(join(lines));
        } catch (CliException.NoAnswer e) {
            if (!everAnswered && !e.connected()) {
                // Nobody has ever been there: a wrong address rather than a server that restarts.
                throw e;
            }
            return new Attempt(lines, e, Optional.empty());
        }
        everAnswered = true;
        try (InputStream body = response.body()) {
            if (response.statusCode() == 200) {
                return readAnswers(lines, body);
            }
            ApiAnswer answer = ApiClient.answer(response, body.readAllBytes());
            CliException refusal = new CliException("the server refused the batch: " + answer.problem());
            if (!answer.retriable()) {
                throw refusal;
            }
            return new Attempt(lines, refusal, answer.retryAfter());
        } catch (IOException e) {
            return new Attempt(lines, broken(e), Optional.empty());
        }
    }

    private static CliException broken(IOException e) {
        return new CliException("the connection broke before every line was answered: " + ApiClient.describe(e), e);
    }

    /** Reads one answer a line, in the order of the lines, as far as they come. */
    private Attempt readAnswers(List<BatchLine> lines, InputStream body) {
        List<BatchLine> busy = new ArrayList<>();
        CliException why = new CliException("the server ended its answer before every line was answered");
        int answered = 0;
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                if (text.isBlank()) {
                    continue;
                }
                if (answered == lines.size()) {
                    throw new CliException("the server sent more answers than there were lines");
                }
                BatchLine line = lines.get(answered);
                JsonNode answer = ApiClient.JSON.readTree(text);
                requireOf(line, answer);
                answered++;
                int status = answer.path("status").asInt();
                if (ApiAnswer.isRetriable(status)) {
                    busy.add(line);
                    why = new CliException(ApiAnswer.problem(status, answer.path("body")));
                } else {
                    answers.accept(line, status, answer.path("replayed").asBoolean(false), answer.path("body"));
                }
            }
        } catch (JacksonException e) {
            // An answer that was cut off, or none of ours: as if it had not come.
            why = new CliException("the server sent an answer that is not JSON", e);
        } catch (IOException e) {
            why = broken(e);
        }
        List<BatchLine> left = new ArrayList<>(busy);
        left.addAll(lines.subList(answered, lines.size()));
        return new Attempt(left, why, Optional.empty());
    }

    private static void requireOf(BatchLine line, JsonNode answer) {
        String key = answer.path("idempotencyKey").textValue();
        if (line.key() != null && key != null && !key.equals(line.key())) {
            throw new CliException("the answer to line " + line.number() + " is for another key, " + key);
        }
    }

    private static byte[] join(List<BatchLine> lines) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (BatchLine line : lines) {
            body.writeBytes(line.bytes());
            body.write('\n');
        }
        return body.toByteArray();
    }
}
