package ledger.api.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions that are committed or aborted while not all of their partitions know it: a producer doesn't wait for that.
 * The broker must not stop before, since it gives its partitions up first, and to partitions without a leader Kafka 4.3.1
 * never tells it (see {@link DeadBroker}).
 */
final class EndingTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(EndingTransactions.class);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(5);
    private static final int LOOK_EVERY_MS = 20;
    private static final List<TransactionState> ENDING =
            List.of(TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT);

    private EndingTransactions() {}

    /** Returns when there are none, or after some seconds; what can't be asked is only logged: the broker stops anyway. */
    static void await(String bootstrapServers) {
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(ENDED_WITHIN.toMillis()),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(ENDED_WITHIN.toMillis()));
        long end = System.nanoTime() + ENDED_WITHIN.toNanos();
        try (Admin admin = Admin.create(client)) {
            while (areThere(admin)) {
                if (System.nanoTime() - end > 0) {
                    LOG.warn("The broker stops though transactions did not end within {} s", ENDED_WITHIN.toSeconds());
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("The broker stops without knowing whether its transactions have ended", e);
        }
    }

    private static boolean areThere(Admin admin) throws ExecutionException, InterruptedException {
        return !admin.listTransactions(new ListTransactionsOptions().filterStates(ENDING))
                .all()
                .get()
                .isEmpty();
    }
}
