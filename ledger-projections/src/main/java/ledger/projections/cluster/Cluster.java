package ledger.projections.cluster;

import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

/** The questions of this process: asks them of all partitions wherever they are, and answers those of other instances. */
public final class Cluster {
    private final Peers peers;
    private final Map<String, PartitionQuestion<?, ?>> questions = new ConcurrentHashMap<>();

    /** An instance among others. */
    public Cluster(Peers peers) {
        this.peers = peers;
    }

    /** An instance that has everything and asks nobody. */
    public static Cluster alone() {
        return new Cluster((instance, _, _, _, _) -> {
            throw new NotHeldException("there is no way to " + instance);
        });
    }

    /**
     * Makes a question answerable.
     *
     * @return asks it
     * @throws IllegalArgumentException if there is one of that name
     */
    public <Q, A> Gatherer<Q, A> register(PartitionQuestion<Q, A> question) {
        if (questions.putIfAbsent(question.name(), question) != null) {
            throw new IllegalArgumentException("two questions have the name " + question.name());
        }
        return new Gatherer<>(question, peers);
    }

    /**
     * Answers another instance for these partitions, from what is in this process alone.
     *
     * @throws NotHeldException if it cannot answer for all of them, or does not know the question
     */
    public byte[] answer(String name, SortedSet<Integer> partitions, byte[] question) {
        PartitionQuestion<?, ?> known = questions.get(name);
        if (known == null) {
            throw new NotHeldException("nobody here knows of " + name);
        }
        return answer(known, partitions, question);
    }

    private static <Q, A> byte[] answer(PartitionQuestion<Q, A> known, SortedSet<Integer> partitions, byte[] question) {
        for (int partition : partitions) {
            if (!known.isReadable(partition, Reach.HELD)) {
                throw new NotHeldException("partition " + partition + " cannot be read here now");
            }
        }
        Q asked = known.questions().deserializer().deserialize(known.name(), question);
        return known.answers().serializer().serialize(known.name(), known.answer(partitions, asked, Reach.HELD));
    }
}
