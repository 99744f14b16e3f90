package ledger.projections.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import ledger.language.AccountId;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class StatementKeySerdeTest {
    private final StatementKeySerde serde = new StatementKeySerde();

    private byte[] bytes(String account, long version) {
        return serde.serializer().serialize("store", new StatementKey(new AccountId(account), version));
    }

    @Test
    void bytesAreInTheOrderOfAccountAndVersion() {
        List<byte[]> ordered = List.of(
                bytes("a", 0),
                bytes("a", 1),
                bytes("a", 255),
                bytes("a", 256),
                bytes("a", Long.MAX_VALUE),
                bytes("a-", 0),
                bytes("a-", 3),
                bytes("aa", 0),
                bytes("b", 0));

        assertThat(ordered).isSortedAccordingTo(Arrays::compareUnsigned);
    }

    @Test
    void readsWhatItWrote() {
        assertThat(serde.deserializer().deserialize("store", bytes("{x}:1", 77)))
                .isEqualTo(new StatementKey(new AccountId("{x}:1"), 77));
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> serde.deserializer().deserialize("store", new byte[9]));
    }
}
