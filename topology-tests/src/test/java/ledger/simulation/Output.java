package ledger.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import ledger.codec.LedgerSerdes;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.CommandOutcome;
import ledger.language.ShardMessage;
import ledger.testing.TestSerdes;
import ledger.topics.Topics;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.test.TestRecord;

/** A record that a shard has written, as bytes. */
record Output(String topic, TestRecord<byte[], byte[]> record) {
    private static final LedgerSerdes SERDES = TestSerdes.LEDGER;
    private static final Serde<AccountEvent> EVENTS = SERDES.events();
    private static final Serde<Account> BALANCES = SERDES.balances();
    private static final Serde<CommandOutcome> OUTCOMES = SERDES.outcomes();
    private static final Serde<ShardMessage> MESSAGES = SERDES.shardMessages();

    String key() {
        return new String(record.key(), UTF_8);
    }

    boolean isTo(String other) {
        return topic.equals(other);
    }

    AccountEvent event() {
        return EVENTS.deserializer().deserialize(topic, record.value());
    }

    Account balance() {
        return BALANCES.deserializer().deserialize(topic, record.value());
    }

    CommandOutcome outcome() {
        return OUTCOMES.deserializer().deserialize(topic, record.value());
    }

    ShardMessage message() {
        return MESSAGES.deserializer().deserialize(topic, record.value());
    }

    Output with(AccountEvent event) {
        return with(EVENTS.serializer().serialize(topic, event));
    }

    Output with(Account balance) {
        return with(BALANCES.serializer().serialize(topic, balance));
    }

    Output with(CommandOutcome outcome) {
        return with(OUTCOMES.serializer().serialize(topic, outcome));
    }

    Output with(ShardMessage message) {
        return with(MESSAGES.serializer().serialize(topic, message));
    }

    private Output with(byte[] value) {
        return new Output(topic, record(record.key(), value, record.headers(), record.getRecordTime()));
    }

    private static TestRecord<byte[], byte[]> record(byte[] key, byte[] value, Headers headers, Instant time) {
        return new TestRecord<>(key, value, headers, time);
    }

    @Override
    public String toString() {
        Object value = switch (topic) {
            case Topics.EVENTS -> event();
            case Topics.BALANCES -> balance();
            case Topics.OUTCOMES -> outcome();
            case Topics.SHARD_MESSAGES -> message();
            default -> record.value().length + " bytes";
        };
        return topic + " " + key() + ": " + value;
    }
}
