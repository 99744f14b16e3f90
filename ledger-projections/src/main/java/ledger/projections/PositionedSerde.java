package ledger.projections;

import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** An answer with its positions before it: their number, and partition and offset of each. */
final class PositionedSerde<A> implements Serde<Gathered<A>> {
    private final Serde<A> answers;

    PositionedSerde(Serde<A> answers) {
        this.answers = answers;
    }

    @Override
    public Serializer<Gathered<A>> serializer() {
        return (topic, gathered) -> {
            byte[] answer = answers.serializer().serialize(topic, gathered.answer());
            SortedMap<Integer, Long> positions = gathered.positions();
            ByteBuffer bytes = ByteBuffer.allocate(
                    Integer.BYTES + positions.size() * (Integer.BYTES + Long.BYTES) + answer.length);
            bytes.putInt(positions.size());
            positions.forEach((partition, offset) -> bytes.putInt(partition).putLong(offset));
            return bytes.put(answer).array();
        };
    }

    @Override
    public Deserializer<Gathered<A>> deserializer() {
        return (topic, data) -> {
            ByteBuffer bytes = ByteBuffer.wrap(data);
            SortedMap<Integer, Long> positions = new TreeMap<>();
            for (int left = bytes.getInt(); left > 0; left--) {
                positions.put(bytes.getInt(), bytes.getLong());
            }
            byte[] answer = new byte[bytes.remaining()];
            bytes.get(answer);
            return new Gathered<>(answers.deserializer().deserialize(topic, answer), positions);
        };
    }
}
