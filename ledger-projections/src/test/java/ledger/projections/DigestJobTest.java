package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import ledger.records.TrialBalanceRow;
import ledger.serde.StateSerde;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class DigestJobTest {
    private static final ProjectionStore<String, TrialBalanceRow> OPEN = rows("open");
    private static final ProjectionStore<String, TrialBalanceRow> CLOSED = rows("closed");

    private static ProjectionStore<String, TrialBalanceRow> rows(String name) {
        return new ProjectionStore<>(name, Serdes.String(), new StateSerde<>(TrialBalanceRow.class));
    }

    /** Of two stores, of which the second cannot be read. */
    private record Model(MapStore<String, TrialBalanceRow> map) implements Projection, FoldContext {
        @Override
        public String name() {
            return "model";
        }

        @Override
        public List<ProjectionStore<?, ?>> stores() {
            return List.of(OPEN, CLOSED);
        }

        @Override
        @SuppressWarnings("unchecked")
        public <K, V extends SpecificRecord> KeyValueStore<K, V> store(ProjectionStore<K, V> store) {
            if (store.equals(CLOSED)) {
                assertThat(map.openIterators()).as("of the first store").isEqualTo(1);
                throw new InvalidStateStoreException("closed");
            }
            return (KeyValueStore<K, V>) map;
        }

        @Override
        public EventFolder folder(FoldContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public VersionGate gate() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void whatCannotBeOpenedAsAWholeLeavesNothingOpen() {
        Model model = new Model(new MapStore<>());
        assertThatThrownBy(() -> new DigestJob(model, model))
                .isInstanceOf(InvalidStateStoreException.class)
                .hasMessage("closed");
        assertThat(model.map().openIterators()).isZero();
    }
}
