package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import ledger.projections.Snapshots.Order;
import ledger.projections.Snapshots.Snapshot;
import ledger.records.TrialBalanceAccount;
import ledger.records.TrialBalanceRow;
import ledger.serde.StateSerde;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** Where snapshots are taken and where they are missed. The one partition is 3. */
class FoldSnapshotsTest {
    private static final int PARTITION = 3;

    private final Model model = new Model();
    private final Deque<Runnable> executor = new ArrayDeque<>();
    private final List<Duration> took = new ArrayList<>();
    private long nanos;
    private final FoldSnapshots snapshots = new FoldSnapshots(executor::add, took::add, () -> nanos);
    private PartitionSnapshot partition = model.open(snapshots);

    /** Counts events in one row. */
    private record Model(ProjectionStore<String, TrialBalanceRow> rows, MapStore<String, TrialBalanceRow> map)
            implements Projection, FoldContext {
        Model() {
            this(
                    new ProjectionStore<>("rows", Serdes.String(), new StateSerde<>(TrialBalanceRow.class)),
                    new MapStore<>());
        }

        PartitionSnapshot open(FoldSnapshots all) {
            return all.open(PARTITION, this, this);
        }

        void put(long value) {
            map.put("row", new TrialBalanceRow(new TrialBalanceAccount(value, BigDecimal.ONE)));
        }

        ModelDigest digest() {
            EntryDigest<TrialBalanceRow> digest = EntryDigest.of(rows, map);
            digest.add(Integer.MAX_VALUE);
            digest.close();
            return digest.digest();
        }

        @Override
        public String name() {
            return "model";
        }

        @Override
        public List<ProjectionStore<?, ?>> stores() {
            return List.of(rows);
        }

        @Override
        public EventFolder folder(FoldContext context) {
            throw new UnsupportedOperationException();
        }

        // The one store.
        @Override
        @SuppressWarnings("unchecked")
        public <K, V extends SpecificRecord> KeyValueStore<K, V> store(ProjectionStore<K, V> store) {
            return (KeyValueStore<K, V>) map;
        }

        @Override
        public VersionGate gate() {
            throw new UnsupportedOperationException();
        }
    }

    private void fold(long offset) {
        partition.fold(offset, () -> model.put(offset));
    }

    private void compute() {
        while (!executor.isEmpty()) {
            executor.remove().run();
        }
    }

    private Snapshot taken() {
        return Objects.requireNonNull(snapshots.taken().getFirst());
    }

    private static Order at(long position) {
        return new Order(1, Map.of(PARTITION, position));
    }

    @Test
    void isTakenWhereverItIsAndDoesNotSeeWhatIsFoldedLater() {
        fold(4);
        ModelDigest digest = model.digest();
        snapshots.order(new Order(1, null));
        fold(7);
        fold(8);
        assertThat(snapshots.taken()).containsExactly(new Snapshot(PARTITION, 1, 5L, null));
        compute();

        assertThat(snapshots.taken()).containsExactly(new Snapshot(PARTITION, 1, 5L, digest));
        assertThat(model.digest()).isNotEqualTo(digest);
        assertThat(took).hasSize(1);
        assertThat(model.map().openIterators()).isZero();
    }

    @Test
    void isTakenAtAPositionBeforeTheFirstEventFromItOn() {
        fold(4);
        ModelDigest digest = model.digest();
        snapshots.order(at(7));
        assertThat(snapshots.taken()).isEmpty();
        fold(9);
        compute();

        assertThat(taken()).isEqualTo(new Snapshot(PARTITION, 1, 7L, digest));
    }

    @Test
    void isTakenAtAPositionAfterTheEventBeforeIt() {
        snapshots.order(at(7));
        fold(6);
        compute();

        assertThat(taken()).isEqualTo(new Snapshot(PARTITION, 1, 7L, model.digest()));
    }

    @Test
    void isTakenInAnIdleLogWhenWhatIsCommittedReachesThePosition() {
        fold(4);
        snapshots.order(at(7));
        nanos = 10;
        snapshots.committed(Map.of(PARTITION, 6L), 10);
        assertThat(snapshots.taken()).isEmpty();
        // A transaction's end is at offset 6.
        snapshots.committed(Map.of(PARTITION, 7L), 10);

        assertThat(taken().position()).isEqualTo(7);
    }

    @Test
    void isMissedWhereAnEventFromThePositionOnIsFolded() {
        fold(7);
        snapshots.order(at(7));

        assertThat(taken().position()).isNull();
        assertThat(model.map().openIterators()).isZero();
    }

    @Test
    void whoHasFoldedNothingYetKnowsItsPositionFromWhatIsCommittedAlone() {
        snapshots.order(new Order(1, null));
        assertThat(snapshots.taken()).isEmpty();
        nanos = 5;
        partition = model.open(snapshots);
        snapshots.committed(Map.of(PARTITION, 3L), 5);
        assertThat(snapshots.taken()).as("asked before it was opened").isEmpty();
        snapshots.committed(Map.of(PARTITION, 3L), 6);

        assertThat(taken().position()).isEqualTo(3);
    }

    @Test
    void whoHasFoldedNothingYetAndMayBePastThePositionMissesIt() {
        snapshots.order(at(7));
        fold(8);
        assertThat(taken().position()).isNull();

        partition = model.open(snapshots);
        snapshots.committed(Map.of(PARTITION, 8L), 1);
        assertThat(taken().position()).isNull();
    }

    @Test
    void anEmptyPartitionHasAPosition() {
        snapshots.committed(Map.of(PARTITION, 0L), 1);
        snapshots.order(at(0));
        assertThat(taken().position()).isZero();
        compute();

        assertThat(taken()).isEqualTo(new Snapshot(PARTITION, 1, 0L, ModelDigest.EMPTY));
    }

    @Test
    void anotherAttemptForgetsTheOneBefore() {
        fold(4);
        ModelDigest digest = model.digest();
        snapshots.order(new Order(1, null));
        assertThat(taken().position()).isEqualTo(5);
        snapshots.order(new Order(2, null));
        assertThat(model.map().openIterators()).isZero();
        fold(5);
        compute();

        assertThat(taken()).isEqualTo(new Snapshot(PARTITION, 2, 5L, digest));
        snapshots.order(null);
        assertThat(snapshots.taken()).isEmpty();
    }

    /** Each rebuild counts its attempts from the first. */
    @Test
    void theFirstAttemptOfALaterRebuildIsTakenAnew() {
        fold(4);
        snapshots.order(new Order(1, null));
        assertThat(taken().position()).isEqualTo(5);
        compute();
        snapshots.order(null);
        fold(5);
        ModelDigest digest = model.digest();
        snapshots.order(new Order(1, null));
        assertThat(taken().position()).isEqualTo(6);
        compute();
        assertThat(taken()).isEqualTo(new Snapshot(PARTITION, 1, 6L, digest));
    }

    @Test
    void closingEndsReading() {
        fold(4);
        snapshots.order(new Order(1, null));
        assertThat(taken().position()).isEqualTo(5);
        partition.close();
        partition.look();
        assertThat(model.map().openIterators()).isZero();
        compute();

        assertThat(snapshots.taken()).isEmpty();
    }

    @Test
    void digestsAreWrittenAndReadBack() {
        model.put(5);
        assertThat(ModelDigest.parse(model.digest().toString())).isEqualTo(model.digest());
    }
}
