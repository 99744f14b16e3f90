package ledger.simulation;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The partitions of a topic: each keeps its order, and a consumer that crashes goes back to what it committed. */
final class Network {
    private final List<Partition> partitions = new ArrayList<>();

    Network(int partitions) {
        for (int i = 0; i < partitions; i++) {
            this.partitions.add(new Partition());
        }
    }

    void append(int partition, TestRecord<byte[], byte[]> record) {
        partitions.get(partition).records.add(record);
    }

    /** The next record; {@code null}: there is none yet. */
    @Nullable TestRecord<byte[], byte[]> next(int partition) {
        Partition of = partitions.get(partition);
        return of.position == of.records.size() ? null : of.records.get(of.position++);
    }

    void commit(int partition) {
        partitions.get(partition).committed = partitions.get(partition).position;
    }

    void rewind(int partition) {
        partitions.get(partition).position = partitions.get(partition).committed;
    }

    private static final class Partition {
        final List<TestRecord<byte[], byte[]>> records = new ArrayList<>();
        int position;
        int committed;
    }
}
