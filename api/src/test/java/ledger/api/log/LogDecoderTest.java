package ledger.api.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import ledger.codec.LedgerSerdes;
import ledger.language.AccountEvent;
import ledger.registry.SchemaRegistryClients;
import ledger.topics.Topics;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class LogDecoderTest {
    private static final byte[] OF_AN_UNKNOWN_SCHEMA = {0, 0, 0, 0, 7, 1};
    /** Nothing listens on it. */
    private static final String AWAY = "http://127.0.0.1:1";

    private static LogDecoder<AccountEvent> events(String registry) {
        LedgerSerdes serdes = new LedgerSerdes(SchemaRegistryClients.of(Map.of(SchemaRegistryClients.URL, registry)));
        return new LogDecoder<>(Topics.EVENTS, serdes.events().deserializer());
    }

    @Test
    void aRecordIsWrongIfTheRegistrySaysSo() {
        assertThatThrownBy(() -> events("mock://log-decoder").decode(OF_AN_UNKNOWN_SCHEMA))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("unknown schema id 7");
    }

    @Test
    void nothingIsSaidOfARecordWhileTheRegistryIsAway() {
        assertThatThrownBy(() -> events(AWAY).decode(OF_AN_UNKNOWN_SCHEMA))
                .isInstanceOf(LogException.class)
                .hasMessageContainingAll("the schema registry does not answer", AWAY);
    }

    @Test
    void aRecordWithoutAValueIsWrong() {
        assertThatThrownBy(() -> events("mock://log-decoder").decode(null))
                .isInstanceOf(SerializationException.class)
                .hasMessage("no value");
    }
}
