package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import ledger.language.AccountId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadBarrierTest {
    private static final AccountId ALICE = new AccountId("alice");
    private static final AccountId BOB = new AccountId("bob");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ReadBarrier barrier = new ReadBarrier();
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        readers.shutdownNow();
    }

    /** A reader that has looked in vain, twice: so it waits, or is about to. */
    private Future<Boolean> waitingFor(AccountId account, long version, AtomicLong model) throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(2);
        Future<Boolean> result = readers.submit(() -> barrier.await(
                account,
                version,
                () -> {
                    boolean reached = model.get() >= version;
                    looked.countDown();
                    return reached;
                },
                LONG));
        assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
        return result;
    }

    private static boolean get(Future<Boolean> result) throws Exception {
        return result.get(20, TimeUnit.SECONDS);
    }

    @Test
    void returnsAtOnceWhenTheVersionIsThere() throws InterruptedException {
        assertThat(barrier.await(ALICE, 1, () -> true, Duration.ZERO)).isTrue();
        assertThat(barrier.waiting()).isZero();
    }

    @Test
    void givesUpAtTheDeadline() throws InterruptedException {
        assertThat(barrier.await(ALICE, 1, () -> false, Duration.ofMillis(1))).isFalse();
        assertThat(barrier.await(ALICE, 1, () -> false, Duration.ZERO)).isFalse();
        assertThat(barrier.waiting()).isZero();
    }

    @Test
    void wakesTheReadersOfTheVersion() throws Exception {
        AtomicLong alice = new AtomicLong(1);
        Future<Boolean> two = waitingFor(ALICE, 2, alice);
        Future<Boolean> three = waitingFor(ALICE, 3, alice);
        assertThat(barrier.waiting()).isEqualTo(2);

        alice.set(2);
        barrier.advanced(ALICE, 2);
        assertThat(get(two)).isTrue();
        assertThat(three.isDone()).isFalse();

        alice.set(3);
        barrier.advanced(ALICE, 3);
        assertThat(get(three)).isTrue();
        assertThat(barrier.waiting()).isZero();
    }

    @Test
    void looksAgainOnlyWhenItsAccountReachesTheVersion() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        AtomicLong model = new AtomicLong();
        CountDownLatch waits = new CountDownLatch(2);
        Future<Boolean> reader = readers.submit(() -> barrier.await(
                ALICE,
                5,
                () -> {
                    // Looked at before the test goes on to change it.
                    boolean reached = model.get() >= 5;
                    looks.incrementAndGet();
                    waits.countDown();
                    return reached;
                },
                LONG));
        assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
        barrier.advanced(BOB, 9);
        barrier.advanced(ALICE, 4);
        model.set(5);
        barrier.advanced(ALICE, 5);

        assertThat(get(reader)).isTrue();
        assertThat(looks).hasValue(3);
    }

    @Test
    void waitsOnWhenAnotherGenerationThanTheServingOneHasTheVersion() throws Exception {
        AtomicLong serving = new AtomicLong();
        Future<Boolean> reader = waitingFor(ALICE, 7, serving);

        barrier.advanced(ALICE, 7);
        assertThat(reader.isDone()).isFalse();
        serving.set(7);
        barrier.wakeAll();

        assertThat(get(reader)).isTrue();
    }

    @Test
    void passesOnWhatTheReaderThrows() {
        assertThatThrownBy(() -> barrier.await(
                        ALICE,
                        1,
                        () -> {
                            throw new ReadModelUnavailableException("moving");
                        },
                        LONG))
                .isInstanceOf(ReadModelUnavailableException.class);
        assertThat(barrier.waiting()).isZero();
    }

    @Test
    void losesNoVersionWhileReadersAndTheWriterRace() throws ExecutionException, InterruptedException {
        int versions = 20_000;
        AtomicLong model = new AtomicLong();
        List<Future<Boolean>> results = new ArrayList<>();
        for (int reader = 0; reader < 4; reader++) {
            results.add(readers.submit(() -> {
                boolean reached = true;
                for (long version = 1; version <= versions; version++) {
                    long wanted = version;
                    reached &= barrier.await(ALICE, wanted, () -> model.get() >= wanted, LONG);
                }
                return reached;
            }));
        }
        for (long version = 1; version <= versions; version++) {
            // As a store's write: visible, and not ordered by more than that.
            model.setOpaque(version);
            barrier.advanced(ALICE, version);
        }
        for (Future<Boolean> result : results) {
            assertThat(result.get()).isTrue();
        }
        assertThat(barrier.waiting()).isZero();
    }
}
