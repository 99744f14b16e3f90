package ledger.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics as another program would: committed records, decoded by the schemas that the registry has over HTTP. */
final class TopicReader {
    private static final int PREFIX_BYTES = 5;
    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    private final Api api;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    TopicReader(String bootstrapServers, Api api) {
        this.bootstrapServers = bootstrapServers;
        this.api = api;
    }

    /** All records that are committed now. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records;
    }

    /** The committed records of one key in their order. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, String key) {
        return read(topic).stream().filter(record -> key.equals(key(record))).toList();
    }

    int partitions(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.partitionsFor(topic).size();
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    /** A header as text, {@code ""} where there is none. */
    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    GenericRecord decode(ConsumerRecord<byte[], byte[]> record) {
        ByteBuffer value = ByteBuffer.wrap(record.value());
        if (value.get() != 0) {
            throw new AssertionError("not in the Confluent wire format: " + record);
        }
        Schema schema = schemas.computeIfAbsent(value.getInt(), this::schema);
        try {
            return new GenericDatumReader<GenericRecord>(schema)
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            record.value(), PREFIX_BYTES, record.value().length - PREFIX_BYTES, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Schema schema(int id) {
        return new Schema.Parser()
                .parse(api.get("/registry/schemas/ids/" + id)
                        .expect(200)
                        .json()
                        .path("schema")
                        .textValue());
    }

    /** A decimal of minor units. */
    static BigInteger minor(GenericRecord record, String field) {
        ByteBuffer bytes = ((ByteBuffer) record.get(field)).duplicate();
        byte[] unscaled = new byte[bytes.remaining()];
        bytes.get(unscaled);
        return new BigInteger(unscaled);
    }
}
