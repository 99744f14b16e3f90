package ledger.projections;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ledger.language.AccountEvent;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Several partitions of a projection in one process. */
final class Partitions implements AutoCloseable, GenerationStores {
    private final List<ProjectionDriver> drivers;

    Partitions(Projection projection, int count) {
        drivers = IntStream.range(0, count)
                .mapToObj(_ -> new ProjectionDriver(projection))
                .toList();
    }

    void fold(Stream<AccountEvent> events) {
        events.forEach(event ->
                drivers.get(shardOf(event.accountId().value(), drivers.size())).fold(event));
    }

    ReadModel model() {
        return new ReadModel(() -> this, Partitions::shardOf);
    }

    private static int shardOf(String account, int shards) {
        return Math.floorMod(account.hashCode(), shards);
    }

    @Override
    public <K, V extends SpecificRecord> ReadOnlyKeyValueStore<K, V> store(ProjectionStore<K, V> store, int partition) {
        return drivers.get(partition).store(store, 0);
    }

    @Override
    public int partitions() {
        return drivers.size();
    }

    @Override
    public void close() {
        drivers.forEach(ProjectionDriver::close);
    }
}
