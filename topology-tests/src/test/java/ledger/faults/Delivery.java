package ledger.faults;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import ledger.faults.Sent.Answer;
import ledger.faults.Sent.Expected;
import ledger.integration.Api;

/** How a client of a payment system behaves: sends a command until it is told what became of it, to whoever answers. */
final class Delivery {
    private static final String WAIT = "wait=4";
    private static final long PAUSE_MS = 100;
    private static final int ACCEPTED_NOT_DONE = 202;
    private static final int TOO_MANY = 429;

    private final List<Api> instances;
    private final Journal journal;
    private final CountDownLatch stop;

    /**
     * A way to send.
     *
     * @param stop ends all attempts
     */
    Delivery(List<Api> instances, Journal journal, CountDownLatch stop) {
        this.instances = instances;
        this.journal = journal;
        this.stop = stop;
    }

    /**
     * Sends a command until it is settled, or all is to stop.
     *
     * @param first which instance to begin with; each attempt goes to the next one
     */
    void deliver(Sent command, int first) throws InterruptedException {
        for (int attempt = first; stop.getCount() > 0; attempt++) {
            Optional<Answer> last = attempt(command, attempt, WAIT);
            if (last.isPresent()) {
                settle(command, last.get());
                return;
            }
            var _ = stop.await(PAUSE_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Sends a command once and never asks what became of it. */
    void drop(Sent command, int instance) {
        var _ = attempt(command, instance, "respond-async");
    }

    private Optional<Answer> attempt(Sent command, int instance, String prefer) {
        try {
            Api.Reply reply = instances
                    .get(Math.floorMod(instance, instances.size()))
                    .post(command.path(), command.body(), "Idempotency-Key", command.key(), "Prefer", prefer);
            if (isFinal(reply.status())) {
                return Optional.of(new Answer(reply.status(), reply.text()));
            }
            passed(reply);
        } catch (UncheckedIOException e) {
            journal.passed(String.valueOf(e.getCause()).replaceFirst(":.*", ""));
        }
        return Optional.empty();
    }

    private void passed(Api.Reply reply) {
        if (reply.status() == ACCEPTED_NOT_DONE) {
            journal.passed("202");
            return;
        }
        String code = reply.json().path("code").asText();
        journal.passed(reply.status() + " " + code);
        if (reply.header("Retry-After").isEmpty()) {
            journal.violated("no Retry-After: " + reply.status() + " " + reply.text());
        }
    }

    private static boolean isFinal(int status) {
        return status < 500 && status != ACCEPTED_NOT_DONE && status != TOO_MANY;
    }

    private void settle(Sent command, Answer answer) {
        command.settle(answer);
        boolean asExpected = switch (command.expected()) {
            case ACCEPTED -> answer.isAccepted();
            case REJECTED -> answer.status() == 422 || answer.status() == 404;
            case EITHER -> answer.isAccepted() || answer.status() == 422;
            case INVALID -> answer.status() == 400;
        };
        if (!asExpected) {
            journal.violated(command + ", expected " + command.expected() + ", was answered " + answer);
        }
    }

    /** Whether a command may be in the log. */
    static boolean isCommand(Sent sent) {
        return sent.expected() != Expected.INVALID;
    }
}
