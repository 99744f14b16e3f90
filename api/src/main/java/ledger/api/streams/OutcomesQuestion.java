package ledger.api.streams;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Supplier;
import ledger.commands.topology.CommandTopology;
import ledger.projections.cluster.DataSerde;
import ledger.projections.cluster.StreamsPartitions;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Asks what shards remember of keys, each with a shard that is not asked for it. The answer has the outcomes that there are,
 * as the store has them.
 */
final class OutcomesQuestion extends ShardQuestion<Map<String, Integer>, Map<String, byte[]>, byte[]> {
    /** How long a commit is awaited: many times as long as one takes where the brokers are well. */
    private static final Duration COMMIT = Duration.ofSeconds(2);

    private static final Serde<Map<String, Integer>> QUESTIONS =
            DataSerde.of(OutcomesQuestion::writeQuestion, OutcomesQuestion::readQuestion);
    private static final Serde<Map<String, byte[]>> ANSWERS =
            DataSerde.of(OutcomesQuestion::writeAnswer, OutcomesQuestion::readAnswer);

    private final String name;
    private final Confirmation confirmation;

    /** Gives what is seen in the stores, when it can be relied on. */
    private interface Confirmation {
        Map<String, byte[]> of(Supplier<Map<String, byte[]>> look);
    }

    private OutcomesQuestion(String name, int shards, StreamsPartitions spread, Confirmation confirmation) {
        super(CommandTopology.OUTCOMES_STORE, shards, spread);
        this.name = name;
        this.confirmation = confirmation;
    }

    /** Asks for outcomes that nothing takes back. */
    static OutcomesQuestion committed(int shards, StreamsPartitions spread, DecidingTransactions transactions) {
        return new OutcomesQuestion(
                "shards/outcomes", shards, spread, look -> transactions.committed(look, Map::isEmpty, COMMIT));
    }

    /** Asks for outcomes as soon as they are decided, though a crash may take them back. */
    static OutcomesQuestion decided(int shards, StreamsPartitions spread) {
        return new OutcomesQuestion("shards/decided-outcomes", shards, spread, Supplier::get);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Serde<Map<String, Integer>> questions() {
        return QUESTIONS;
    }

    @Override
    public Serde<Map<String, byte[]>> answers() {
        return ANSWERS;
    }

    @Override
    Map<String, byte[]> answer(SortedSet<Integer> shards, Map<String, Integer> exceptShards, Stores<byte[]> stores) {
        return confirmation.of(() -> look(shards, exceptShards, stores));
    }

    private static Map<String, byte[]> look(
            SortedSet<Integer> shards, Map<String, Integer> exceptShards, Stores<byte[]> stores) {
        Map<String, byte[]> found = new HashMap<>();
        for (int shard : shards) {
            found.putAll(stores.read(shard, store -> look(shard, exceptShards, store)));
        }
        return found;
    }

    private static Map<String, byte[]> look(
            int shard, Map<String, Integer> exceptShards, ReadOnlyKeyValueStore<String, byte[]> store) {
        Map<String, byte[]> found = new HashMap<>();
        exceptShards.forEach((key, except) -> {
            byte[] outcome = shard == except ? null : store.get(key);
            if (outcome != null) {
                found.put(key, outcome);
            }
        });
        return found;
    }

    private static void writeQuestion(Map<String, Integer> exceptShards, DataOutputStream out) throws IOException {
        out.writeInt(exceptShards.size());
        for (var entry : exceptShards.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue());
        }
    }

    private static Map<String, Integer> readQuestion(DataInputStream in) throws IOException {
        Map<String, Integer> exceptShards = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            exceptShards.put(in.readUTF(), in.readInt());
        }
        return exceptShards;
    }

    private static void writeAnswer(Map<String, byte[]> found, DataOutputStream out) throws IOException {
        out.writeInt(found.size());
        for (var entry : found.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().length);
            out.write(entry.getValue());
        }
    }

    private static Map<String, byte[]> readAnswer(DataInputStream in) throws IOException {
        Map<String, byte[]> found = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            found.put(in.readUTF(), in.readNBytes(in.readInt()));
        }
        return found;
    }
}
