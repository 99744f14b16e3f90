package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import ledger.language.AccountId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReadBarrierAllTest {
    private static final AccountId ALICE = new AccountId("alice");
    private static final AccountId BOB = new AccountId("bob");
    private static final Map<AccountId, Long> TOLD = Map.of(ALICE, 3L, BOB, 5L);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ReadBarrier barrier = new ReadBarrier();
    private final Map<AccountId, Long> model = new ConcurrentHashMap<>();

    private long seen(AccountId account) {
        return model.getOrDefault(account, 0L);
    }

    private void fold(AccountId account, long version) {
        model.put(account, version);
        barrier.advanced(account, version);
    }

    @Test
    @Timeout(60)
    void waitsForEveryAccount() throws Exception {
        fold(ALICE, 2);
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> reached = readers.submit(() -> barrier.awaitAll(TOLD, this::seen, LONG));
            awaitAReader();
            fold(ALICE, 3);
            fold(BOB, 4);
            awaitAReader();
            assertThat(reached.isDone()).isFalse();

            fold(BOB, 6);

            assertThat(reached.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void awaitAReader() {
        await().until(() -> barrier.waiting() == 1);
    }

    @Test
    void doesNotWaitForWhatIsThereOrWasNeverTold() throws Exception {
        fold(ALICE, 3);
        fold(BOB, 9);

        assertThat(barrier.awaitAll(TOLD, this::seen, Duration.ZERO)).isTrue();
        assertThat(barrier.awaitAll(Map.of(), this::seen, Duration.ZERO)).isTrue();
    }

    @Test
    @Timeout(60)
    void givesUpAtTheDeadline() throws Exception {
        fold(BOB, 5);

        assertThat(barrier.awaitAll(TOLD, this::seen, Duration.ofMillis(5))).isFalse();
        assertThat(barrier.waiting()).isZero();
    }
}
