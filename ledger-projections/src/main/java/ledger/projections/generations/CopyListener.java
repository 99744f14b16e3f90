package ledger.projections.generations;

import ledger.projections.ReadBarrier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.TaskId;

/** Has those who wait for a version look again when a copy has come further: nothing is folded there. */
final class CopyListener implements StandbyUpdateListener {
    private final ReadBarrier barrier;

    CopyListener(ReadBarrier barrier) {
        this.barrier = barrier;
    }

    @Override
    public void onUpdateStart(TopicPartition partition, String store, long startingOffset) {}

    @Override
    public void onBatchLoaded(
            TopicPartition partition, String store, TaskId task, long endOffset, long size, long currentEndOffset) {
        barrier.wakeAll();
    }

    @Override
    public void onUpdateSuspended(
            TopicPartition partition, String store, long offset, long currentEndOffset, SuspendReason reason) {}
}
