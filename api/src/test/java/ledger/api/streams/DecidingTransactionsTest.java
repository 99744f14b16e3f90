package ledger.api.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import ledger.api.commands.ShardsUnavailableException;
import org.junit.jupiter.api.Test;

class DecidingTransactionsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Thread ONE = new Thread("one");
    private static final Thread OTHER = new Thread("another");

    private final DecidingTransactions transactions = new DecidingTransactions();
    private final AtomicReference<String> store = new AtomicReference<>("");
    private final AtomicInteger looks = new AtomicInteger();

    private String look() {
        looks.incrementAndGet();
        return store.get();
    }

    private String committed(Duration wait) {
        return transactions.committed(this::look, String::isEmpty, wait);
    }

    /** A reader who has looked, and waits. */
    private Future<String> committedLater() {
        FutureTask<String> read = new FutureTask<>(() -> committed(LONG));
        Thread reader = Thread.ofVirtual().start(read);
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
        return read;
    }

    @Test
    void whatIsNotThereIsNotAwaited() {
        transactions.begins(ONE);
        assertThat(committed(Duration.ZERO)).isEmpty();
    }

    @Test
    void whatIsThereWhileNoTransactionIsOpenIsCommitted() {
        transactions.begins(ONE);
        transactions.committed(ONE);
        store.set("decided");
        assertThat(committed(Duration.ZERO)).isEqualTo("decided");
    }

    @Test
    void aReaderWaitsForEveryTransactionThatMayHaveWrittenIt() {
        transactions.begins(ONE);
        transactions.begins(OTHER);
        store.set("decided");
        Future<String> read = committedLater();
        transactions.committed(OTHER);
        assertThatThrownBy(() -> read.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        transactions.committed(ONE);
        assertThat(read).succeedsWithin(LONG).isEqualTo("decided");
        assertThat(looks).hasValue(1);
    }

    @Test
    void aReaderDoesNotWaitForTransactionsThatFollow() {
        transactions.begins(ONE);
        store.set("decided");
        Future<String> read = committedLater();
        transactions.committed(ONE);
        transactions.begins(ONE);
        assertThat(read).succeedsWithin(LONG).isEqualTo("decided");
    }

    /** Its stores are open for a while after the abort, and show what it took back. */
    @Test
    void afterAnAbortTheReaderLooksAgainWhenTheStoresAreClosed() {
        transactions.begins(ONE);
        store.set("decided");
        Future<String> read = committedLater();
        transactions.takenBack(ONE);
        assertThat(read).isNotDone();
        store.set("decided otherwise");
        transactions.ends(ONE);
        assertThat(read).succeedsWithin(LONG).isEqualTo("decided otherwise");
        assertThat(looks).hasValue(2);
    }

    @Test
    void aReaderWhoComesAfterAnAbortWaitsForTheStoresToBeClosed() {
        transactions.begins(ONE);
        store.set("decided");
        transactions.takenBack(ONE);
        Future<String> read = committedLater();
        assertThat(read).isNotDone();
        store.set("decided otherwise");
        transactions.ends(ONE);
        assertThat(read).succeedsWithin(LONG).isEqualTo("decided otherwise");
    }

    /** The store was closed and opened again meanwhile, and was not filled when it was looked at. */
    @Test
    void whatIsNotThereWhileStoresAreClosedIsLookedForAgain() {
        String seen = transactions.committed(
                () -> {
                    if (looks.incrementAndGet() == 1) {
                        transactions.begins(ONE);
                        transactions.takenBack(ONE);
                        transactions.ends(ONE);
                        return "";
                    }
                    return "decided";
                },
                String::isEmpty,
                LONG);
        assertThat(seen).isEqualTo("decided");
    }

    @Test
    void whatWasCommittedIsNotTakenBackByTheEndOfItsThread() {
        transactions.begins(ONE);
        transactions.begins(OTHER);
        store.set("decided");
        Future<String> read = committedLater();
        transactions.committed(ONE);
        transactions.takenBack(ONE);
        transactions.ends(ONE);
        transactions.committed(OTHER);
        assertThat(read).succeedsWithin(LONG).isEqualTo("decided");
        assertThat(looks).hasValue(1);
    }

    @Test
    void whatAThreadHasCommittedIsNotTakenBack() {
        transactions.begins(ONE);
        transactions.committed(ONE);
        transactions.takenBack(ONE);
        assertThat(transactions.hasTakenBack(ONE)).isFalse();
    }

    @Test
    void aThreadHasTakenBackUntilItsStoresAreClosed() {
        transactions.begins(ONE);
        transactions.begins(OTHER);
        assertThat(transactions.hasTakenBack(ONE)).isFalse();
        transactions.takenBack(ONE);
        assertThat(transactions.hasTakenBack(ONE)).isTrue();
        assertThat(transactions.hasTakenBack(OTHER)).isFalse();
        transactions.ends(ONE);
        assertThat(transactions.hasTakenBack(ONE)).isFalse();
    }

    @Test
    void whatIsNotCommittedInTimeIsNotGiven() {
        transactions.begins(ONE);
        store.set("decided");
        assertThatThrownBy(() -> committed(Duration.ofMillis(1))).isInstanceOf(ShardsUnavailableException.class);
    }
}
