package ledger.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import ledger.records.AccountBalance;
import ledger.records.ProjectionControl;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class StateSerdeTest {
    private static final Schema OLDER = new Schema.Parser().parse("""
                    {"type":"record","name":"ProjectionControl","namespace":"ledger.records","fields":[
                     {"name":"projection","type":"string"},{"name":"revision","type":"long"},
                     {"name":"activeGeneration","type":"int"},{"name":"lastGeneration","type":"int"},
                     {"name":"changedAt","type":{"type":"long","logicalType":"timestamp-millis"}}]}""");

    private final StateSerde<ProjectionControl> serde = new StateSerde<>(ProjectionControl.class);

    @Test
    void theBytesAreMarkerFingerprintAndAvroBinary() {
        byte[] bytes = serde.serializer().serialize("store", Samples.control());

        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(header.get()).isEqualTo((byte) 0xc3);
        assertThat(header.get()).isEqualTo((byte) 0x01);
        assertThat(header.getLong())
                .isEqualTo(SchemaNormalization.parsingFingerprint64(ProjectionControl.getClassSchema()));
        assertThat(serde.deserializer().deserialize("store", bytes)).isEqualTo(Samples.control());
    }

    @Test
    void amountsComeBackAsTheyWere() {
        var balances = new StateSerde<>(AccountBalance.class);
        byte[] bytes = balances.serializer().serialize("store", Samples.balance());
        assertThat(balances.deserializer().deserialize("store", bytes)).isEqualTo(Samples.balance());
    }

    @Test
    void olderSchemasAreReadWhereTheyAreGiven() {
        byte[] bytes = olderBytes();

        assertThat(new StateSerde<>(ProjectionControl.class, OLDER)
                        .deserializer()
                        .deserialize("store", bytes))
                .isEqualTo(new ProjectionControl("a", 5L, 3, null, null, 4, Instant.ofEpochMilli(1_000), null, null));
        assertThatThrownBy(() -> serde.deserializer().deserialize("store", bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContainingAll("store", "ledger.records.ProjectionControl", "known schema");
    }

    @Test
    void nullStaysNull() {
        assertThat(serde.serializer().serialize("store", null)).isNull();
        assertThat(serde.deserializer().deserialize("store", null)).isNull();
    }

    @Test
    void whatIsNoSuchValueIsRefused() {
        byte[] good = serde.serializer().serialize("store", Samples.control());
        for (byte[] bad : new byte[][] {{}, {1, 2, 3}, new byte[20], Arrays.copyOf(good, good.length - 1)}) {
            assertThatThrownBy(() -> serde.deserializer().deserialize("store", bad))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("store");
        }
        assertThatThrownBy(() -> serde.serializer().serialize("store", new ProjectionControl()))
                .isInstanceOf(SerializationException.class);
    }

    private static byte[] olderBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(17).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0xc3).put((byte) 0x01).putLong(SchemaNormalization.parsingFingerprint64(OLDER));
        bytes.put(new byte[] {2, 'a', 10, 6, 8, (byte) 0xd0, 0x0f});
        return bytes.array();
    }
}
