package ledger.api.deadletters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import ledger.api.config.LedgerConfig;
import ledger.api.log.LedgerBrokers;
import ledger.api.log.LogException;
import ledger.api.log.LogReader;
import ledger.topics.Topics;

/** The dead letters of a ledger. No group is joined, so that a running ledger does not notice. Used by one thread. */
public final class DeadLetterTopic implements AutoCloseable {
    private final LedgerBrokers brokers;
    private final LogReader reader;

    private DeadLetterTopic(LedgerBrokers brokers) {
        this.brokers = brokers;
        if (!brokers.topics().contains(Topics.DEAD_LETTERS)) {
            throw new LogException(
                    "the ledger on " + brokers.bootstrapServers() + " has no topic " + Topics.DEAD_LETTERS);
        }
        reader = brokers.reader("ledger-dead-letters");
    }

    /**
     * Opens the dead letters of a ledger, as {@link LedgerBrokers} reaches it.
     *
     * @throws LogException if it cannot be reached
     */
    public static DeadLetterTopic open(LedgerConfig config) {
        LedgerBrokers brokers = LedgerBrokers.open(config);
        try {
            return new DeadLetterTopic(brokers);
        } catch (RuntimeException e) {
            brokers.close();
            throw e;
        }
    }

    /** Tells all letters that are there when it begins, partition by partition, each in the order in which they came. */
    public void read(Consumer<DeadLetter> listener) {
        SortedMap<Integer, Long> beginnings = reader.beginnings(Topics.DEAD_LETTERS);
        reader.ends(Topics.DEAD_LETTERS)
                .forEach((partition, end) -> read(partition, beginnings.getOrDefault(partition, 0L), end, listener));
    }

    /** The letters of these ids, in the order of the ids. */
    public List<DeadLetter> find(List<LetterId> ids) {
        return ids.stream()
                .map(id -> find(id).orElseThrow(() -> new LogException("there is no dead letter " + id)))
                .toList();
    }

    /** The letter of an id; empty where there is none, or where it is so old that it was deleted. */
    public Optional<DeadLetter> find(LetterId id) {
        long beginning = reader.beginnings(Topics.DEAD_LETTERS).getOrDefault(id.partition(), 0L);
        long end = reader.ends(Topics.DEAD_LETTERS).getOrDefault(id.partition(), 0L);
        if (id.offset() < beginning || id.offset() >= end) {
            return Optional.empty();
        }
        List<DeadLetter> found = new ArrayList<>();
        read(id.partition(), id.offset(), id.offset() + 1, found::add);
        return found.stream().findFirst();
    }

    private void read(int partition, long from, long end, Consumer<DeadLetter> listener) {
        reader.read(
                Topics.DEAD_LETTERS,
                new TreeMap<>(Map.of(partition, from)),
                new TreeMap<>(Map.of(partition, end)),
                letter -> listener.accept(new DeadLetter(letter)));
    }

    /** What sends records of letters again. */
    public Retries retries() {
        return new Retries(brokers.connection(), this::partitionsOf);
    }

    private int partitionsOf(String topic) {
        return brokers.topics().contains(topic) ? reader.partitions(topic) : 0;
    }

    @Override
    public void close() {
        try (brokers) {
            reader.close();
        }
    }
}
