package ledger.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import ledger.records.AccountBalance;
import org.junit.jupiter.api.Test;

class CanonicalAvroTest {
    private final CanonicalAvro avro = new CanonicalAvro();

    private static AccountBalance with(Map<String, String> metadata) {
        AccountBalance balance = Samples.balance();
        balance.put("metadata", metadata);
        return balance;
    }

    private static Map<String, String> inOrder(String... keysAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    @Test
    void theOrderOfAMapIsNotSeen() {
        byte[] bytes = avro.bytes(with(inOrder("a", "1", "b", "2", "c", "3")));
        assertThat(avro.bytes(with(inOrder("c", "3", "a", "1", "b", "2")))).isEqualTo(bytes);
    }

    @Test
    void whatDiffersHasOtherBytes() {
        byte[] bytes = avro.bytes(with(inOrder("a", "1", "b", "2")));
        assertThat(avro.bytes(with(inOrder("a", "2", "b", "1")))).isNotEqualTo(bytes);
        assertThat(avro.bytes(with(inOrder("a", "1")))).isNotEqualTo(bytes);
        assertThat(avro.bytes(with(Map.of()))).isNotEqualTo(bytes);
    }

    @Test
    void oneAfterAnotherOfAnotherClassIsWrittenAsItsOwn() {
        byte[] bytes = avro.bytes(Samples.balance());
        avro.bytes(Samples.control());
        assertThat(avro.bytes(Samples.balance())).isEqualTo(bytes);
    }
}
