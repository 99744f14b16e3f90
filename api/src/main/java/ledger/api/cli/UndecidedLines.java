package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Lines that the server took without deciding them in time, until it is known what became of them. */
final class UndecidedLines {
    private static final Duration POLL = Duration.ofMillis(100);

    /** Told of each line that was decided, once. */
    @FunctionalInterface
    interface Outcomes {
        void accept(BatchLine line, int status, JsonNode body);
    }

    /** One question for each line, as far as it came: if the server is not fit to answer, why not; when to go on. */
    private record Round(boolean anyDecided, @Nullable CliException brokenOff, Duration pause) {}

    private final ApiClient client;
    private final Terminal terminal;
    private final Queue<BatchLine> lines = new ArrayDeque<>();

    UndecidedLines(ApiClient client, Terminal terminal) {
        this.client = client;
        this.terminal = terminal;
    }

    void add(BatchLine line) {
        lines.add(line);
    }

    int size() {
        return lines.size();
    }

    /**
     * Asks for the outcomes until all are known, or none became known in this time: the other lines stay.
     *
     * @param outcomes told of each line once its outcome is known
     * @throws CliException if the server refuses to say, or was not fit to answer when that time was over
     */
    void settle(Duration patience, Outcomes outcomes) {
        long progressNanos = terminal.time().nanos();
        while (!lines.isEmpty()) {
            Round round = askForAll(progressNanos + patience.toNanos(), outcomes);
            long now = terminal.time().nanos();
            if (round.anyDecided()) {
                progressNanos = now;
            }
            Duration left = patience.minusNanos(now - progressNanos);
            if (!left.isPositive()) {
                if (round.brokenOff() != null) {
                    throw round.brokenOff();
                }
                return;
            }
            if (!lines.isEmpty()) {
                terminal.pause(left.compareTo(round.pause()) < 0 ? left : round.pause());
            }
        }
    }

    private Round askForAll(long untilNanos, Outcomes outcomes) {
        boolean anyDecided = false;
        int all = lines.size();
        for (int asked = 0; asked < all; asked++) {
            if (asked > 0 && terminal.time().nanos() - untilNanos >= 0) {
                break;
            }
            BatchLine line = lines.element();
            ApiAnswer answer;
            try {
                answer = client.get(ApiClient.path("v1", "commands", String.valueOf(line.key())), Map.of());
            } catch (CliException.NoAnswer e) {
                return new Round(anyDecided, e, POLL);
            }
            if (answer.status() == 200) {
                lines.remove();
                outcomes.accept(line, firstStatus(answer), answer.json());
                anyDecided = true;
                continue;
            }
            lines.add(lines.remove()); // so that the others are asked for, too, where the round ends here
            if (answer.retriable() || answer.status() >= 500) {
                return new Round(
                        anyDecided,
                        new CliException(answer.problem()),
                        answer.retryAfter().orElse(POLL));
            }
            if (!isUnknownYet(answer)) {
                throw new CliException("the server does not say what became of a line: " + answer.problem());
            }
        }
        return new Round(anyDecided, null, POLL);
    }

    /** 404 too: whoever sent a command may have died or given up, while it waits in the log. */
    private static boolean isUnknownYet(ApiAnswer answer) {
        return answer.pending() || answer.status() == 404;
    }

    /** Of the first answer: a problem carries its own in the body, whatever the status of the reading is. */
    private static int firstStatus(ApiAnswer answer) {
        JsonNode status = answer.json().path("status");
        return status.isInt() ? status.intValue() : answer.status();
    }
}
