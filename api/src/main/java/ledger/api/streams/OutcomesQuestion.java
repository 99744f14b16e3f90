package ledger.api.streams;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import ledger.commands.topology.CommandTopology;
import ledger.projections.cluster.StreamsPartitions;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Asks what shards remember of keys, each with a shard that is not asked for it. The answer has the outcomes that there are,
 * as the store has them.
 */
final class OutcomesQuestion extends ShardQuestion<Map<String, Integer>, Map<String, byte[]>, byte[]> {
    private static final Serde<Map<String, Integer>> QUESTIONS =
            Serdes.serdeFrom((_, keys) -> questionBytes(keys), (_, bytes) -> question(bytes));
    private static final Serde<Map<String, byte[]>> ANSWERS =
            Serdes.serdeFrom((_, found) -> answerBytes(found), (_, bytes) -> answer(bytes));

    OutcomesQuestion(int shards, StreamsPartitions spread) {
        super(CommandTopology.OUTCOMES_STORE, shards, spread);
    }

    @Override
    public String name() {
        return "shards/outcomes";
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
        Map<String, byte[]> found = new HashMap<>();
        for (int shard : shards) {
            ReadOnlyKeyValueStore<String, byte[]> store = stores.of(shard);
            exceptShards.forEach((key, except) -> {
                byte[] outcome = shard == except ? null : store.get(key);
                if (outcome != null) {
                    found.put(key, outcome);
                }
            });
        }
        return found;
    }

    private static byte[] questionBytes(Map<String, Integer> exceptShards) {
        return written(out -> {
            out.writeInt(exceptShards.size());
            for (var entry : exceptShards.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeInt(entry.getValue());
            }
        });
    }

    private static Map<String, Integer> question(byte[] bytes) {
        return read(bytes, in -> {
            Map<String, Integer> exceptShards = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                exceptShards.put(in.readUTF(), in.readInt());
            }
            return exceptShards;
        });
    }

    private static byte[] answerBytes(Map<String, byte[]> found) {
        return written(out -> {
            out.writeInt(found.size());
            for (var entry : found.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeInt(entry.getValue().length);
                out.write(entry.getValue());
            }
        });
    }

    private static Map<String, byte[]> answer(byte[] bytes) {
        return read(bytes, in -> {
            Map<String, byte[]> found = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                found.put(in.readUTF(), in.readNBytes(in.readInt()));
            }
            return found;
        });
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static byte[] written(Writing content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            content.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reading<T> content) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return content.from(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
