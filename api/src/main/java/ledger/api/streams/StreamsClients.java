package ledger.api.streams;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients of a Streams application that runs under exactly-once, as Streams makes them, but for its {@link TaskConsumer} and
 * its {@link TransactionProducer}.
 */
public final class StreamsClients implements KafkaClientSupplier {
    private final DecidingTransactions transactions;

    /** For an application of whose transactions nobody asks. Streams makes it, by the name of the class. */
    public StreamsClients() {
        this(new DecidingTransactions());
    }

    /** @param transactions is told of all */
    StreamsClients(DecidingTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    /**
     * A producer that flushes once for each transaction.
     *
     * @throws IllegalArgumentException if it is to have no transactions: what it was told to flush would then count as
     *     written
     */
    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        if (config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) == null) {
            throw new IllegalArgumentException(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG + " is missing: not exactly-once");
        }
        return new TransactionProducer(config, transactions);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new TaskConsumer(config, transactions);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }
}
