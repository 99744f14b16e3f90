package ledger.commands.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ledger.language.AccountEvent;
import ledger.topics.ChainHash;
import ledger.topics.LedgerHeaders;
import ledger.topics.Topics;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Chains the events of a shard: makes the bytes of each, and says in its headers what its hash is and that of the event
 * before. The shard is the only writer of its partition, and the hash of its last event is part of its state, so that a
 * decision that is taken back takes its links back too.
 */
final class EventChain extends ContextualProcessor<String, AccountEvent, String, byte[]> {
    /** The one key of the store. */
    private static final String HEAD = "head";

    private final Serializer<AccountEvent> events;
    private final ChainHash hash = new ChainHash();
    private @Nullable KeyValueStore<String, byte[]> store;
    private byte @Nullable [] head;

    EventChain(Serializer<AccountEvent> events) {
        this.events = events;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        super.init(context);
        store = context.getStateStore(CommandTopology.EVENT_CHAIN_STORE);
        // Read again when the task begins anew: what was decided since the last commit may have been taken back.
        head = null;
    }

    @Override
    public void process(Record<String, AccountEvent> record) {
        byte[] value = events.serialize(Topics.EVENTS, record.value());
        byte[] previous = head == null ? stored() : head;
        byte[] next = hash.of(previous, record.key().getBytes(UTF_8), value);
        LedgerHeaders.put(record.headers(), LedgerHeaders.CHAIN_PREVIOUS, previous);
        LedgerHeaders.put(record.headers(), LedgerHeaders.CHAIN_HASH, next);
        requireNonNull(store).put(HEAD, next);
        head = next;
        context().forward(record.withValue(value));
    }

    private byte[] stored() {
        byte[] stored = requireNonNull(store).get(HEAD);
        return stored == null ? ChainHash.none() : stored;
    }
}
