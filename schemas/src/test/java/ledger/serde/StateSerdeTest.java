package ledger.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import ledger.records.AccountBalance;
import ledger.records.ProjectionControl;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
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
    void avrosOwnMessagesAreTheSameBytes() throws IOException {
        AccountBalance balance = Samples.balance();
        SpecificData model = SpecificData.getForClass(AccountBalance.class);
        ByteBuffer message =
                new BinaryMessageEncoder<AccountBalance>(model, AccountBalance.getClassSchema()).encode(balance);
        byte[] avros = new byte[message.remaining()];
        message.get(avros);

        var balances = new StateSerde<>(AccountBalance.class);
        assertThat(balances.serializer().serialize("store", balance)).isEqualTo(avros);
        assertThat(balances.deserializer().deserialize("store", avros)).isEqualTo(balance);
    }

    @Test
    void severalThreadsMayUseOne() throws Exception {
        var balances = new StateSerde<>(AccountBalance.class);
        int threads = 4;
        CyclicBarrier start = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Void>> done = IntStream.range(0, threads)
                    .mapToObj(thread -> pool.submit((Callable<Void>) () -> {
                        AccountBalance own = Samples.balance();
                        own.put("accountId", "account-of-thread:" + thread);
                        start.await();
                        for (int i = 0; i < 2_000; i++) {
                            byte[] bytes = balances.serializer().serialize("store", own);
                            assertThat(balances.deserializer().deserialize("store", bytes))
                                    .isEqualTo(own);
                        }
                        return null;
                    }))
                    .toList();
            for (Future<Void> thread : done) {
                thread.get();
            }
        }
    }

    @Test
    void nullStaysNull() {
        assertThat(serde.serializer().serialize("store", null)).isNull();
        assertThat(serde.deserializer().deserialize("store", null)).isNull();
    }

    @Test
    void whatIsNoSuchValueIsRefused() {
        byte[] good = serde.serializer().serialize("store", Samples.control());
        for (byte[] bad :
                new byte[][] {{}, {1, 2, 3}, new byte[20], Arrays.copyOf(good, 9), Arrays.copyOf(good, good.length - 1)
                }) {
            assertThatThrownBy(() -> serde.deserializer().deserialize("store", bad))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("store");
        }
        assertThatThrownBy(() -> serde.deserializer().deserialize("store", Arrays.copyOf(good, good.length + 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContainingAll("store", "trailing bytes");
        assertThatThrownBy(() -> serde.serializer().serialize("store", new ProjectionControl()))
                .isInstanceOf(SerializationException.class);
        assertThat(serde.serializer().serialize("store", Samples.control()))
                .as("a value after one that failed")
                .isEqualTo(good);
    }

    private static byte[] olderBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(17).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0xc3).put((byte) 0x01).putLong(SchemaNormalization.parsingFingerprint64(OLDER));
        bytes.put(new byte[] {2, 'a', 10, 6, 8, (byte) 0xd0, 0x0f});
        return bytes.array();
    }
}
