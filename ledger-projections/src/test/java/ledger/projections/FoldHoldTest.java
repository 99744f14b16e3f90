package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FoldHoldTest {
    private final AtomicLong now = new AtomicLong();
    private final FoldHold hold = new FoldHold(now::get);

    @Test
    void letsAFoldThatNothingHoldsGoOn() {
        hold.await();
        hold.set(true);
        hold.set(false);
        hold.await();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void holdsUntilReleased() throws InterruptedException {
        hold.set(true);
        Thread fold = Thread.ofVirtual().start(hold::await);
        await().until(() -> fold.getState() == Thread.State.TIMED_WAITING);
        // Said again, it still holds.
        hold.set(true);
        assertThat(fold.isAlive()).isTrue();
        hold.set(false);
        fold.join();
    }

    @Test
    void holdsNoLongerThanATransactionMayTakeHoweverOftenItIsSaid() {
        hold.set(true);
        now.addAndGet(FoldHold.AT_MOST.toNanos());
        hold.set(true);
        hold.await();
        hold.set(false);
        hold.set(true);
        Thread fold = Thread.ofVirtual().start(hold::await);
        await().until(() -> fold.getState() == Thread.State.TIMED_WAITING);
        hold.set(false);
    }

    @Test
    void anInterruptedThreadGoesOn() throws InterruptedException {
        hold.set(true);
        Thread fold = Thread.ofVirtual().unstarted(hold::await);
        fold.start();
        fold.interrupt();
        fold.join();
    }
}
