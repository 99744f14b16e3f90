package ledger.projections;

import ledger.language.AccountEvent;
import ledger.serde.StateSerde;
import ledger.testing.TestSerdes;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** The serdes of the application: of stores, and of the event topic. */
final class AvroSerde {
    private AvroSerde() {}

    static <R extends SpecificRecord> StateSerde<R> of(Class<R> type) {
        return new StateSerde<>(type);
    }

    static Serde<AccountEvent> events() {
        return TestSerdes.LEDGER.events();
    }
}
