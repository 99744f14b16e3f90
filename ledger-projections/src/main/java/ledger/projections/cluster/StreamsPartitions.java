package ledger.projections.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The partitions of a Streams application with one subtopology: who holds them, and those that are here. Thread-safe. */
public final class StreamsPartitions {
    private final String applicationId;
    private final KafkaStreams streams;
    private final String topic;
    private final HostInfo self;
    private final IntFunction<@Nullable Object> runs;
    private final CopyPositions copies;
    private final Map<StorePartition, Found> found = new ConcurrentHashMap<>();

    /** What a part was found to be during a run. */
    private record Found(Object run, ReadOnlyKeyValueStore<?, ?> store) {}

    /**
     * @param topic one that the application reads, which tells who has a partition
     * @param self the {@code application.server} of this process
     * @param admin stays the caller's
     * @param runs a token of the present run of a partition's processors in this process: the same object as long as that run
     *     lasts, and another for the next; null while they do not run. A run begins when the stores are full, and ends before
     *     these are closed. Streams alone does not tell: it gives readers the stores of all active tasks of a thread that runs,
     *     and one that was found corrupted is emptied and filled again before the thread hears of a rebalance.
     * @param beforeMeasuring called before it is found out how far copies are: what is known of the owners then is in them
     */
    public StreamsPartitions(
            String applicationId,
            KafkaStreams streams,
            String topic,
            HostInfo self,
            Admin admin,
            IntFunction<@Nullable Object> runs,
            Runnable beforeMeasuring) {
        this.applicationId = applicationId;
        this.streams = streams;
        this.topic = topic;
        this.self = self;
        this.runs = runs;
        this.copies =
                new CopyPositions(this::positions, new ChangelogEnds(applicationId, admin), runs, beforeMeasuring);
    }

    /** The owner of a partition, then those with a copy; empty while nobody is known. */
    public List<Instance> holders(int partition) {
        if (!streams.state().isRunningOrRebalancing()) {
            return List.of();
        }
        TopicPartition wanted = new TopicPartition(topic, partition);
        List<Instance> owners = new ArrayList<>();
        List<Instance> copies = new ArrayList<>();
        for (StreamsMetadata instance : streams.metadataForAllStreamsClients()) {
            if (instance.topicPartitions().contains(wanted)) {
                owners.add(instance(instance.hostInfo()));
            } else if (instance.standbyTopicPartitions().contains(wanted)) {
                copies.add(instance(instance.hostInfo()));
            }
        }
        copies.sort(Comparator.comparing(Instance::toString));
        owners.addAll(copies);
        return List.copyOf(owners);
    }

    private Instance instance(HostInfo host) {
        return new Instance(host.host(), host.port(), host.equals(self));
    }

    /**
     * A partition's part of a store. Where it is not here, or moves away, the store throws
     * {@link InvalidStateStoreException} when it is used.
     *
     * @throws NotHeldException if it is known that it cannot be read here now
     */
    public <K, V> ReadOnlyKeyValueStore<K, V> store(String store, int partition, Reach reach) {
        return find(wanted(store, QueryableStoreTypes.keyValueStore(), partition, reach));
    }

    /**
     * Reads a partition's part of a store. Such a store as {@link #store} gives is looked for again with each key, which takes as
     * long as reading it; here it is looked for once a run, and that of a copy before and after.
     *
     * @throws InvalidStateStoreException if it moves away meanwhile
     * @throws NotHeldException if it is known that it cannot be read here now
     */
    public <K, V, R> R read(
            String store, int partition, Reach reach, Function<ReadOnlyKeyValueStore<K, V>, R> reading) {
        Object run = runs.apply(partition);
        if (run == null) {
            found.remove(new StorePartition(store, partition));
            var wanted = wanted(store, new FoundStore<K, V>(), partition, reach);
            ReadOnlyKeyValueStore<K, V> copy = find(wanted);
            R read = reading.apply(copy);
            requireSame(copy, find(wanted), store);
            return read;
        }
        R read = reading.apply(found(store, partition, reach, run));
        requireSame(run, runs.apply(partition), store);
        return read;
    }

    private static void requireSame(Object before, @Nullable Object after, String store) {
        if (!before.equals(after)) {
            throw new InvalidStateStoreException(store + " has moved while it was read");
        }
    }

    @SuppressWarnings("unchecked") // of the types that the store was built with, as where it is looked for by its name
    private <K, V> ReadOnlyKeyValueStore<K, V> found(String store, int partition, Reach reach, Object run) {
        StorePartition part = new StorePartition(store, partition);
        Found known = found.get(part);
        if (known == null || !known.run().equals(run)) {
            known = new Found(run, find(wanted(store, new FoundStore<K, V>(), partition, reach)));
            found.put(part, known);
        }
        return (ReadOnlyKeyValueStore<K, V>) known.store();
    }

    private <K, V> StoreQueryParameters<ReadOnlyKeyValueStore<K, V>> wanted(
            String store, QueryableStoreType<ReadOnlyKeyValueStore<K, V>> type, int partition, Reach reach) {
        StoreQueryParameters<ReadOnlyKeyValueStore<K, V>> wanted =
                StoreQueryParameters.fromNameAndType(store, type).withPartition(partition);
        if (reach == Reach.OWNED ? runs.apply(partition) != null : isOwned(store, partition)) {
            return wanted;
        }
        // Also what this process owns is read so while another partition of the same thread is being restored.
        if (reach == Reach.HELD && copies.haveCaughtUp(store, partition)) {
            return wanted.enableStaleStores();
        }
        throw new NotHeldException(applicationId + " is " + streams.state() + " and has no partition " + partition
                + (reach == Reach.HELD ? " that is up to date" : " that runs"));
    }

    private <K, V> ReadOnlyKeyValueStore<K, V> find(StoreQueryParameters<ReadOnlyKeyValueStore<K, V>> wanted) {
        try {
            return streams.store(wanted);
        } catch (InvalidStateStoreException | IllegalStateException e) {
            throw new NotHeldException(applicationId + " is " + streams.state() + ": " + e.getMessage(), e);
        }
    }

    /** Whether a partition's part of a store can be read here now. */
    public boolean isReadable(String store, int partition, Reach reach) {
        return isOwned(store, partition) || (reach == Reach.HELD && copies.haveCaughtUp(store, partition));
    }

    private boolean isOwned(String store, int partition) {
        if (runs.apply(partition) == null) {
            return false;
        }
        try {
            streams.store(StoreQueryParameters.fromNameAndType(store, new FoundStore<>())
                    .withPartition(partition));
            return true;
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return false;
        }
    }

    private Map<StorePartition, Long> positions() {
        Map<StorePartition, Long> positions = new HashMap<>();
        streams.allLocalStorePartitionLags()
                .forEach((store, partitions) -> partitions.forEach((partition, lag) ->
                        positions.put(new StorePartition(store, partition), lag.currentOffsetPosition())));
        return positions;
    }
}
