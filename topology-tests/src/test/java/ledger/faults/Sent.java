package ledger.faults;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command that a client sends, again and again under one key, and the last word on it once there is one. */
final class Sent {
    /** What becomes of it, as far as its client can know before. */
    enum Expected {
        ACCEPTED,
        REJECTED,
        EITHER,
        /** Refused before it is a command. */
        INVALID
    }

    /** What was answered. */
    record Answer(int status, String text) {
        boolean isAccepted() {
            return status < 300;
        }
    }

    private static final String OPENINGS = "/v1/accounts";
    private static final String OPENING = "open-";

    private final String key;
    private final String path;
    private final String body;
    private final Effects effects;
    private final Expected expected;
    private volatile @Nullable Answer answer;

    Sent(String key, String path, String body, Effects effects, Expected expected) {
        this.key = key;
        this.path = path;
        this.body = body;
        this.effects = effects;
        this.expected = expected;
    }

    /** The opening of an account that is opened once. */
    static Sent opening(String account) {
        return new Sent(
                OPENING + account,
                OPENINGS,
                "{\"id\":\"" + account + "\",\"currency\":\"EUR\"}",
                Effects.NONE,
                Expected.ACCEPTED);
    }

    String key() {
        return key;
    }

    String path() {
        return path;
    }

    String body() {
        return body;
    }

    Effects effects() {
        return effects;
    }

    Expected expected() {
        return expected;
    }

    /** The account that it opens, if it is an opening. */
    Optional<String> opened() {
        return path.equals(OPENINGS) ? Optional.of(key.substring(OPENING.length())) : Optional.empty();
    }

    /** The last word on it; null while its client knows nothing. */
    @Nullable Answer answer() {
        return answer;
    }

    Answer settled() {
        return Objects.requireNonNull(answer, "nothing is known of " + this);
    }

    /**
     * An answer has come that is final.
     *
     * @throws AssertionError if another one was given before
     */
    void settle(Answer last) {
        Answer first = answer;
        if (first != null && !first.equals(last)) {
            throw new AssertionError(this + " was answered " + first + " and then " + last);
        }
        answer = last;
    }

    @Override
    public String toString() {
        return "POST " + path + " " + body + " key " + key;
    }
}
