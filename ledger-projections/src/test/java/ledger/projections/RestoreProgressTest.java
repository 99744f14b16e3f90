package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import ledger.projections.RestoreProgress.Status;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {
    private static final TopicPartition FIRST = new TopicPartition("changelog", 0);
    private static final TopicPartition SECOND = new TopicPartition("changelog", 1);

    private final RestoreProgress progress = new RestoreProgress();

    @Test
    void sumsWhatIsBeingRestored() {
        assertThat(progress.now()).isNull();
        progress.onRestoreStart(FIRST, "rows", 100, 600);
        progress.onRestoreStart(SECOND, "rows", 0, 1_000);
        progress.onBatchRestored(FIRST, "rows", 350, 240);
        progress.onBatchRestored(FIRST, "rows", 400, 50);
        progress.onBatchRestored(SECOND, "rows", 10, 10);

        assertThat(progress.now()).isEqualTo(new Status(300, 1_500));
        assertThat(progress.now()).hasToString("300 of 1500 records of its state are restored");
    }

    @Test
    void forgetsWhatIsRestoredOrGone() {
        progress.onRestoreStart(FIRST, "rows", 0, 10);
        progress.onRestoreStart(FIRST, "other", 0, 20);
        progress.onRestoreStart(SECOND, "rows", 0, 40);
        progress.onRestoreEnd(FIRST, "rows", 10);
        progress.onRestoreSuspended(SECOND, "rows", 5);
        progress.onBatchRestored(SECOND, "rows", 40, 35);

        assertThat(progress.now()).isEqualTo(new Status(0, 20));
        progress.onRestoreEnd(FIRST, "other", 20);
        assertThat(progress.now()).isNull();
    }
}
