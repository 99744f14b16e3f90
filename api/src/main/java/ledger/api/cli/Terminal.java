package ledger.api.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a command reads from, writes to and waits with.
 *
 * @param in standard input
 * @param out standard output, UTF-8
 * @param err standard error, UTF-8
 * @param interactive whether a person watches {@code err}, so that progress bars make sense
 * @param time how time passes; tests replace it
 */
record Terminal(InputStream in, Output out, PrintStream err, boolean interactive, Time time) {

    /** Tells what the JVM cannot find out: whether standard error is a terminal. Set by the launcher. */
    private static final String INTERACTIVE_PROPERTY = "ledger.terminal";

    /** How time passes for a command that waits. */
    interface Time {
        /** As {@link System#nanoTime}. */
        long nanos();

        void pause(Duration time) throws InterruptedException;
    }

    private static final Time REAL_TIME = new Time() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            Thread.sleep(time);
        }
    };

    /** The process's own. */
    static Terminal system(OutputStream out) {
        return new Terminal(
                System.in,
                Output.to(out),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                Boolean.getBoolean(INTERACTIVE_PROPERTY),
                REAL_TIME);
    }

    /** Waits, or fails when somebody interrupts. */
    void pause(Duration pause) {
        try {
            time.pause(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }

    /** One line on standard error that says what went wrong. */
    void complain(String message) {
        err.println("ledger: " + printable(message));
    }

    /** The text without control characters: what a server says must not steer a person's terminal. */
    static String printable(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints().forEach(c -> cleaned.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return cleaned.toString();
    }
}
