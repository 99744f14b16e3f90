package ledger.projections;

import org.apache.kafka.common.serialization.Serde;

/**
 * A question to all partitions of a read model, wherever they are. An instance answers for the partitions that it has,
 * and whoever asked puts the answers together. An aggregate that is new needs no more than this:
 *
 * <pre>{@code
 * private final ReadModel.Asking<String, Count> counting;
 *
 * CountQueries(CountProjection projection, ReadModel model) {
 *     this.counting = model.asking(new ShardQuery<>("counts/by-prefix", Serdes.String(), new StateSerde<>(Count.class),
 *             (stores, prefix) -> sum(stores.of(projection.rows()), prefix)));
 * }
 *
 * Gathered<Long> count(String prefix, Duration wait) {
 *     return counting.ask(prefix, wait).map(counts -> counts.stream().mapToLong(Count::getCount).sum());
 * }
 * }</pre>
 *
 * <p>Where the rows are few, let instances answer with them as they are ({@link StoreRows}) and do the work where they
 * are gathered.
 *
 * @param name unique in the process: path segments of lower case letters and hyphens, the first one the projection's name
 * @param questions how the question travels between instances
 * @param answers how answers travel
 * @param answer answers for some partitions together, from their stores alone; closes the iterators that it opens
 * @param <Q> what is asked
 * @param <A> what instances answer
 */
public record ShardQuery<Q, A>(String name, Serde<Q> questions, Serde<A> answers, Answering<Q, A> answer) {
    /** Answers for the partitions whose stores it is given. */
    @FunctionalInterface
    public interface Answering<Q, A> {
        /** Thread-safe; may be called again where partitions move under it. */
        A answer(PartitionStores stores, Q question);
    }
}
