package ledger.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** A process that faults are done to: a broker or an instance. */
interface Member {
    /** What people call it. */
    String name();

    long pid();

    /** As {@code kill -9}; returns when it has ended. */
    void kill();

    /** Starts it again where it was; returns at once. */
    void start();

    /** Waits until it does its part again. */
    void awaitWell();

    /** Stops it from running, as {@code SIGSTOP}: it keeps its connections and does not know of it. */
    default void pause() {
        signal("STOP");
    }

    /** Lets it run on, as {@code SIGCONT}. */
    default void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .inheritIO()
                    .start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new AssertionError("cannot send SIG" + signal + " to " + name());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
