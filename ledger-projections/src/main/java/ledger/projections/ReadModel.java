package ledger.projections;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import ledger.language.AccountId;
import ledger.projections.cluster.Cluster;
import ledger.projections.cluster.Gatherer;
import ledger.projections.cluster.Instance;
import ledger.projections.cluster.NoSecretException;
import ledger.projections.cluster.NotHeldException;
import ledger.projections.cluster.PartitionQuestion;
import ledger.projections.cluster.Reach;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The serving generation of a projection, for its queries. A query that fails because the generation under it was just
 * replaced is run again on the new one, so that no reader notices the switch.
 *
 * <p>An account is read where its partition is: here, or whoever asks is told where ({@link ReadElsewhereException}). All
 * partitions together are asked wherever they are ({@link #asking}).
 */
public final class ReadModel {
    private static final ScopedValue<Reach> REACH = ScopedValue.newInstance();

    private final Supplier<? extends GenerationStores> serving;
    private final ShardFunction shards;
    private final Cluster cluster;

    /**
     * A read model of one instance among several.
     *
     * @param serving gives the stores of the generation that serves now, the same object while it is the same generation
     * @param cluster where the questions to all partitions are registered
     */
    public ReadModel(Supplier<? extends GenerationStores> serving, ShardFunction shards, Cluster cluster) {
        this.serving = serving;
        this.shards = shards;
        this.cluster = cluster;
    }

    /** A read model that is in this process as a whole. */
    public ReadModel(Supplier<? extends GenerationStores> serving, ShardFunction shards) {
        this(serving, shards, Cluster.alone());
    }

    /** Runs reads that may use the copies in this process, and do not say where else there is one. */
    public static <T, X extends Throwable> T withCopies(ScopedValue.CallableOp<T, X> reads) throws X {
        return ScopedValue.where(REACH, Reach.HELD).call(reads);
    }

    /**
     * Asks the partition of an account.
     *
     * @throws ReadElsewhereException if it cannot be read here now, but perhaps by others
     * @throws ReadModelUnavailableException if it cannot be read now
     */
    public <K, V extends SpecificRecord, T> T ofAccount(
            ProjectionStore<K, V> store, AccountId account, Function<ReadOnlyKeyValueStore<K, V>, T> query) {
        Reach reach = REACH.orElse(Reach.OWNED);
        GenerationStores stores = serving.get();
        while (true) {
            int partition = shards.shardOf(account.value(), stores.partitions());
            try {
                return stores.read(store, partition, reach, query);
            } catch (InvalidStateStoreException | ReadModelUnavailableException e) {
                GenerationStores now = serving.get();
                if (now.equals(stores)) {
                    throw notHere(stores, partition, reach, e);
                }
                stores = now;
            }
        }
    }

    private static ReadModelUnavailableException notHere(
            GenerationStores stores, int partition, Reach reach, RuntimeException cause) {
        List<Instance> holders = reach == Reach.HELD ? List.of() : stores.holders(partition);
        String message = cause instanceof ReadModelUnavailableException
                ? String.valueOf(cause.getMessage())
                : "the read model is moving: " + cause.getMessage();
        return holders.isEmpty()
                ? new ReadModelUnavailableException(message, cause)
                : new ReadElsewhereException(message, cause, holders);
    }

    /**
     * Makes a query to all partitions answerable, by this process and to others. Once for a query.
     *
     * @return asks it
     */
    public <Q, A> Asking<Q, A> asking(ShardQuery<Q, A> query) {
        Gatherer<Q, Gathered<A>> gatherer = cluster.register(new Question<>(query));
        return (question, wait) -> {
            List<Gathered<A>> parts;
            try {
                parts = gatherer.gather(question, wait);
            } catch (NotHeldException | NoSecretException e) {
                throw new ReadModelUnavailableException(String.valueOf(e.getMessage()), e);
            }
            SortedMap<Integer, Long> positions = new TreeMap<>();
            parts.forEach(part -> positions.putAll(part.positions()));
            return new Gathered<>(parts.stream().map(Gathered::answer).toList(), positions);
        };
    }

    /** Asks all partitions, each exactly once. */
    @FunctionalInterface
    public interface Asking<Q, A> {
        /**
         * What the instances answered, together standing for every partition once.
         *
         * @param wait how long to try while partitions move
         * @throws ReadModelUnavailableException if one could not be read in time
         */
        Gathered<List<A>> ask(Q question, Duration wait);
    }

    private final class Question<Q, A> implements PartitionQuestion<Q, Gathered<A>> {
        private final ShardQuery<Q, A> query;
        private final Serde<Gathered<A>> answers;

        Question(ShardQuery<Q, A> query) {
            this.query = query;
            this.answers = new PositionedSerde<>(query.answers());
        }

        @Override
        public String name() {
            return query.name();
        }

        @Override
        public Serde<Q> questions() {
            return query.questions();
        }

        @Override
        public Serde<Gathered<A>> answers() {
            return answers;
        }

        @Override
        public int partitions() {
            return serving.get().partitions();
        }

        @Override
        public List<Instance> holders(int partition) {
            return serving.get().holders(partition);
        }

        @Override
        public boolean isReadable(int partition, Reach reach) {
            return serving.get().isReadable(partition, reach);
        }

        @Override
        public Gathered<A> answer(SortedSet<Integer> partitions, Q question, Reach reach) {
            GenerationStores stores = serving.get();
            try {
                // Before the stores are read: they have at least these.
                SortedMap<Integer, Long> positions = new TreeMap<>();
                partitions.forEach(partition -> positions.put(partition, stores.position(partition)));
                return new Gathered<>(
                        query.answer().answer(new StoresOf(stores, shards, partitions, reach), question), positions);
            } catch (InvalidStateStoreException | ReadModelUnavailableException e) {
                throw new NotHeldException(String.valueOf(e.getMessage()), e);
            }
        }
    }

    private record StoresOf(GenerationStores stores, ShardFunction shards, SortedSet<Integer> partitions, Reach reach)
            implements PartitionStores {
        @Override
        public <K, V extends SpecificRecord> List<ReadOnlyKeyValueStore<K, V>> of(ProjectionStore<K, V> store) {
            return partitions.stream()
                    .map(partition -> stores.store(store, partition, reach))
                    .toList();
        }

        @Override
        public <K, V extends SpecificRecord> Optional<ReadOnlyKeyValueStore<K, V>> of(
                ProjectionStore<K, V> store, AccountId account) {
            int partition = shards.shardOf(account.value(), stores.partitions());
            return partitions.contains(partition)
                    ? Optional.of(stores.store(store, partition, reach))
                    : Optional.empty();
        }
    }
}
