package ledger.projections.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import ledger.projections.ReadModelUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether copies have caught up, as it is measured at brokers that may be away. */
class CopyPositionsTest {
    private static final String STORE = "balances";
    private static final StorePartition PART = new StorePartition(STORE, 3);
    private static final Duration NO_HANG = Duration.ofSeconds(20);

    private volatile long position = 41;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<@Nullable Object> run = new AtomicReference<>();

    private CopyPositions copies(CopyPositions.Ends ends) {
        return new CopyPositions(() -> Map.of(PART, position), counted(ends), _ -> run.get(), () -> {});
    }

    private CopyPositions.Ends counted(CopyPositions.Ends ends) {
        return parts -> {
            asked.incrementAndGet();
            return ends.of(parts);
        };
    }

    private static Map<StorePartition, Long> end(Set<StorePartition> parts, long end) {
        assertThat(parts).containsExactly(PART);
        return Map.of(PART, end);
    }

    @Test
    void aCopyHasCaughtUpWithTheLastRecordBeforeTheMarkerOfItsTransaction() {
        CopyPositions copies = copies(parts -> end(parts, 42));
        assertThat(copies.haveCaughtUp(STORE, 3)).isTrue();
        assertThat(copies.haveCaughtUp(STORE, 4)).as("not here").isFalse();
        position = 40;
        await().untilAsserted(() ->
                assertThat(copies.haveCaughtUp(STORE, 3)).as("measured again").isFalse());
    }

    @Test
    void whatWasMeasuredWhileThePartitionRanSaysNothingAfterwards() {
        run.set("a run");
        CopyPositions copies = copies(parts -> end(parts, 42));
        assertThat(copies.haveCaughtUp(STORE, 3)).isTrue();
        run.set(null);
        position = 0;
        assertThat(copies.haveCaughtUp(STORE, 3)).isFalse();
    }

    @Test
    void whoAsksMeanwhileWaitsForTheSameMeasurement() {
        CountDownLatch brokers = new CountDownLatch(1);
        CopyPositions copies = copies(parts -> {
            brokers.await();
            return end(parts, 42);
        });
        var answers = Stream.generate(() ->
                        CompletableFuture.supplyAsync(() -> copies.haveCaughtUp(STORE, 3), Thread::startVirtualThread))
                .limit(10)
                .toList();
        await().until(() -> asked.get() > 0);
        brokers.countDown();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer).succeedsWithin(NO_HANG).isEqualTo(true));
        assertThat(asked).hasValue(1);
    }

    @Test
    void brokersThatDoNotAnswerAreNotWaitedForByEachReader() {
        CountDownLatch never = new CountDownLatch(1);
        CopyPositions copies = copies(parts -> {
            never.await();
            return Map.of();
        });
        long start = System.nanoTime();
        for (int reader = 0; reader < 1000; reader++) {
            assertThat(copies.haveCaughtUp(STORE, 3)).isFalse();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(NO_HANG);
        assertThat(asked).hasValue(1);
    }

    @Test
    void thatItCouldNotBeMeasuredIsKnownForAMomentAndThenTriedAgain() {
        CopyPositions copies = copies(parts -> {
            if (asked.get() == 1) {
                throw new TimeoutException();
            }
            return end(parts, 42);
        });
        assertThat(copies.haveCaughtUp(STORE, 3)).isFalse();
        assertThat(asked).hasValue(1);
        await().until(() -> copies.haveCaughtUp(STORE, 3));
        assertThat(asked).hasValue(2);
    }

    @Test
    void aGroupWhosePositionIsNotKnownIsNoFaultOfTheReader() {
        CopyPositions copies = new CopyPositions(() -> Map.of(PART, 41L), parts -> end(parts, 42), _ -> null, () -> {
            throw new ReadModelUnavailableException("it is not known how far the group is");
        });
        assertThat(copies.haveCaughtUp(STORE, 3)).isFalse();
    }
}
