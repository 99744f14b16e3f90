package ledger.projections;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import ledger.codec.AccountEventCodec;
import ledger.language.AccountEvent;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes in Avro's single-object encoding. */
final class AvroSerde {
    private AvroSerde() {}

    static <R extends SpecificRecord> Serde<R> of(Class<R> type) {
        return of(type, Function.identity(), Function.identity());
    }

    static Serde<AccountEvent> events() {
        return of(
                ledger.records.AccountEvent.class,
                AccountEventCodec.INSTANCE::toRecord,
                AccountEventCodec.INSTANCE::fromRecord);
    }

    // Kafka's interfaces have no nullness annotations: null is a value that was deleted.
    @SuppressWarnings("NullAway")
    private static <T, R extends SpecificRecord> Serde<T> of(
            Class<R> type, Function<T, R> toRecord, Function<R, T> fromRecord) {
        SpecificData model = SpecificData.getForClass(type);
        var encoder = new BinaryMessageEncoder<R>(model, model.getSchema(type));
        var decoder = new BinaryMessageDecoder<R>(model, model.getSchema(type));
        return Serdes.serdeFrom(
                (topic, value) -> {
                    try {
                        return value == null
                                ? null
                                : encoder.encode(toRecord.apply(value)).array().clone();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                (topic, bytes) -> {
                    try {
                        return bytes == null ? null : fromRecord.apply(decoder.decode(bytes));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }
}
