package ledger.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ledger.records.AccountBalance;
import ledger.records.TrialBalanceAccount;
import ledger.records.TrialBalanceRow;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class CanonicalFormTest {
    private static final String STORE = "accounts";

    /** As now, but with two fields in the other order: what it wrote can be read with the present one, and is wrong then. */
    private static final Schema OLDER = new Schema.Parser()
            .parse(AccountBalance.getClassSchema()
                    .toString()
                    .replace("\"reservedMinor\"", "\"-\"")
                    .replace("\"incomingMinor\"", "\"reservedMinor\"")
                    .replace("\"-\"", "\"incomingMinor\""));

    private final StateSerde<AccountBalance> serde = new StateSerde<>(AccountBalance.class, OLDER);
    private final CanonicalForm<AccountBalance> form = serde.canonicalForm(STORE);

    private byte[] stored(Map<String, String> metadata) {
        return serde.serializer().serialize(STORE, balance(metadata));
    }

    private static AccountBalance balance(Map<String, String> metadata) {
        AccountBalance balance = Samples.balance();
        balance.put("metadata", metadata);
        return balance;
    }

    private static Map<String, String> inOrder(String first, String second) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(first, "1");
        map.put(second, "1");
        return map;
    }

    @Test
    void whatCanBeWrittenInOneWayOnlyIsNotDecoded() {
        for (Map<String, String> metadata : List.of(Map.<String, String>of(), Map.of("owner", "Jürgen €"))) {
            byte[] stored = stored(metadata);
            ByteBuffer bytes = form.of(stored);
            assertThat(bytes.arrayOffset() + bytes.position()).isEqualTo(StateSerde.HEADER_BYTES);
            assertThat(bytes.array()).isSameAs(stored);
            assertThat(bytes).isEqualTo(ByteBuffer.wrap(new CanonicalAvro().bytes(balance(metadata))));
        }
    }

    @Test
    void theOrderOfAMapIsNotSeen() {
        byte[] stored = stored(inOrder("a", "b"));
        byte[] otherwise = stored(inOrder("b", "a"));
        assertThat(stored).isNotEqualTo(otherwise);
        assertThat(form.of(stored)).isEqualTo(form.of(otherwise));
        assertThat(form.of(stored)).isNotEqualTo(form.of(stored(inOrder("a", "c"))));
    }

    @Test
    void whatAnOlderSchemaWroteIsAsThePresentOneWouldHaveWrittenIt() throws IOException {
        for (Map<String, String> metadata : List.of(Map.<String, String>of(), inOrder("b", "a"))) {
            AccountBalance balance = balance(metadata);
            balance.put("incomingMinor", BigDecimal.TEN);
            byte[] older = storedByOlder(balance);
            assertThat(older).hasSameSizeAs(serde.serializer().serialize(STORE, balance));
            assertThat(form.of(older)).isEqualTo(ByteBuffer.wrap(new CanonicalAvro().bytes(balance)));
        }
    }

    /** As a release with the older schema would have stored it. */
    private static byte[] storedByOlder(AccountBalance balance) throws IOException {
        GenericRecord record = new GenericDatumReader<GenericRecord>(balance.getSchema(), OLDER)
                .read(null, DecoderFactory.get().binaryDecoder(new CanonicalAvro().bytes(balance), null));
        return new BinaryMessageEncoder<GenericRecord>(GenericData.get(), OLDER)
                .encode(record)
                .array();
    }

    @Test
    void whatCannotBeReadIsSaid() {
        byte[] other = new StateSerde<>(TrialBalanceRow.class)
                .serializer()
                .serialize(STORE, new TrialBalanceRow(new TrialBalanceAccount(1L, BigDecimal.ONE)));
        assertThatThrownBy(() -> form.of(other))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(STORE);
    }

    @Test
    void whatIsCutOffIsSaid() {
        byte[] stored = stored(Map.of("owner", "someone"));
        assertThatThrownBy(() -> form.of(Arrays.copyOf(stored, stored.length / 2)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(STORE);
    }
}
