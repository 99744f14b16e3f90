package ledger.api.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import ledger.api.deadletters.DeadLetter.Place;
import ledger.topics.LedgerHeaders;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {
    private static final long TIME = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli();

    @Test
    void anIdIsPartitionAndOffset() {
        assertThat(LetterId.parse("0:17")).isEqualTo(new LetterId(0, 17)).hasToString("0:17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "17", "0:", ":17", "-1:2", "0:1:2", "a:b", "0: 17", "9999999999:1"})
    void whatIsNoIdIsRefused(String text) {
        assertThatThrownBy(() -> LetterId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not the id of a dead letter, PARTITION:OFFSET as in 0:17");
    }

    @Test
    void bytesAreTextWhereTheyCanBeRead() {
        assertThat(ByteText.text("späť".getBytes(UTF_8))).contains("späť");
        assertThat(ByteText.text(new byte[] {'a', 0})).isEmpty();
        assertThat(ByteText.text(new byte[] {(byte) 0xff})).isEmpty();
        assertThat(ByteText.textOrHex(new byte[] {(byte) 0xff, 1})).isEqualTo("ff 01");
        assertThat(ByteText.dump("0123456789abcdef\n~".getBytes(UTF_8)))
                .containsExactly(
                        "00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  |0123456789abcdef|",
                        "00000010  0a 7e                                            |.~|");
    }

    @Test
    void whatWasWrongAndWhereStandsInTheHeaders() {
        DeadLetter letter = letter(Topics.COMMANDS, "2", "41");
        assertThat(letter.id()).isEqualTo(new LetterId(0, 9));
        assertThat(letter.time()).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(letter.origin()).contains(new Place(Topics.COMMANDS, 2, 41));
        assertThat(letter.exception()).contains("java.lang.Fault");
        assertThat(letter.message()).contains("no magic");
        assertThat(letter.headers()).contains(Map.entry("ledger-request-id", "request-1"));
    }

    @Test
    void itIsSentAgainAsItWas() {
        ProducerRecord<byte[], byte[]> again =
                letter(Topics.COMMANDS, "2", "41").again(new Place(Topics.COMMANDS, 2, 41));
        assertThat(again.topic()).isEqualTo(Topics.COMMANDS);
        assertThat(again.partition()).isEqualTo(2);
        assertThat(again.key()).asString(UTF_8).isEqualTo("alice");
        assertThat(again.value()).containsExactly(1, 2);
        assertThat(again.headers())
                .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .containsExactly("ledger-request-id=request-1", "ledger-retry-of=0:9");
    }

    @Test
    void onlyCommandsAndMessagesAreSentAgain() {
        assertThat(letter(Topics.COMMANDS, "0", "0").refusal()).isEmpty();
        assertThat(letter(Topics.SHARD_MESSAGES, "0", "0").refusal()).isEmpty();
        assertThat(letter(Topics.EVENTS, "0", "0").refusal())
                .hasValueSatisfying(why -> assertThat(why).contains("the source of truth"));
        assertThat(letter(Topics.OUTCOMES, "0", "0").refusal())
                .hasValueSatisfying(why -> assertThat(why).contains("not of " + Topics.OUTCOMES));
    }

    @Test
    void aLetterThatDoesNotSayWhereItWasIsNotSentAgain() {
        for (DeadLetter letter : new DeadLetter[] {
            letter(Topics.COMMANDS, "x", "0"), letter(Topics.COMMANDS, "0", "-1"), letter(null, "0", "0")
        }) {
            assertThat(letter.origin()).isEqualTo(Optional.empty());
            assertThat(letter.refusal()).contains("it does not say where the record was");
        }
    }

    private static DeadLetter letter(@Nullable String topic, String partition, String offset) {
        Headers headers = new RecordHeaders();
        headers.add("ledger-request-id", "request-1".getBytes(UTF_8));
        headers.add(LedgerHeaders.RETRY_OF, "0:3".getBytes(UTF_8));
        headers.add("__streams.errors.exception", "java.lang.Fault".getBytes(UTF_8));
        headers.add("__streams.errors.message", "no magic".getBytes(UTF_8));
        if (topic != null) {
            headers.add("__streams.errors.topic", topic.getBytes(UTF_8));
        }
        headers.add("__streams.errors.partition", partition.getBytes(UTF_8));
        headers.add("__streams.errors.offset", offset.getBytes(UTF_8));
        return new DeadLetter(new ConsumerRecord<>(
                Topics.DEAD_LETTERS,
                0,
                9,
                TIME,
                TimestampType.CREATE_TIME,
                5,
                2,
                "alice".getBytes(UTF_8),
                new byte[] {1, 2},
                headers,
                Optional.empty()));
    }
}
