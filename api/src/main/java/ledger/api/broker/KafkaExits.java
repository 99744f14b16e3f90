package ledger.api.broker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when Kafka's server wants to end the JVM, as it does on faults that it cannot live with. During a start
 * the start fails instead. Once a broker runs the process does end, for the log can no longer be written, but says so.
 * After a start that failed, and during a stop, there is nothing left to protect: the thread that calls ends.
 */
final class KafkaExits {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaExits.class);
    private static final Set<Consumer<RuntimeException>> STARTING = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger RUNNING = new AtomicInteger();

    static {
        // Not exit: it would wait for shutdown hooks, and these for the thread that calls.
        Exit.setExitProcedure(KafkaExits::onExit);
        Exit.setHaltProcedure(KafkaExits::onExit);
    }

    private KafkaExits() {}

    /** From now on, until {@link #startEnded}, an exit is handed to this start. */
    static void starting(Consumer<RuntimeException> start) {
        STARTING.add(start);
    }

    static void startEnded(Consumer<RuntimeException> start) {
        STARTING.remove(start);
    }

    /** From now on, until {@link #stopping}, an exit ends the process. */
    static void running() {
        RUNNING.incrementAndGet();
    }

    static void stopping() {
        RUNNING.decrementAndGet();
    }

    private static void onExit(int status, @Nullable String message) {
        String why = message == null ? "a fatal fault, logged above" : message;
        if (STARTING.isEmpty() && RUNNING.get() > 0) {
            LOG.error("The embedded broker cannot go on ({}); ending the process", why);
            Runtime.getRuntime().halt(status == 0 ? 1 : status);
        }
        IllegalStateException fault = new IllegalStateException("Kafka gave up: " + why);
        STARTING.forEach(start -> start.accept(fault));
        throw fault;
    }
}
