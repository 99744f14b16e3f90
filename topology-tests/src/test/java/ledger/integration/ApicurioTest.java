package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apicurio's serde, which is not ours, reads what we write and writes what we read, by the embedded registry. */
@ExtendWith(SharedLedger.class)
@Tag("container")
class ApicurioTest {
    private static final String COMMANDS = "ledger.accounts.commands.v1";
    private static final List<String> TOPICS =
            List.of(COMMANDS, "ledger.accounts.events.v1", "ledger.accounts.balances.v1");
    private static final int HEADER_BYTES = 5;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final LedgerFixture ledger;
    private final Api api;
    private final TopicReader topics;

    ApicurioTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
        this.topics = ledger.topics();
    }

    @Test
    void readsWhatWeWrite() {
        String id = ledger.newAccount();
        api.deposit(id, "10.00").expect(201);
        api.patch("/v1/accounts/" + id, "{\"overdraftLimit\":\"5.00\"}").expect(200);
        try (AvroKafkaDeserializer<GenericRecord> apicurio = new AvroKafkaDeserializer<>(new ApicurioClient(api))) {
            apicurio.configure(Map.of(), false);
            for (String topic : TOPICS) {
                List<ConsumerRecord<byte[], byte[]>> records = topics.read(topic, id);
                assertThat(records).as(topic).isNotEmpty();
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    assertThat(apicurio.deserialize(topic, record.headers(), record.value()))
                            .as(topic)
                            .isEqualTo(topics.decode(record));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void writesWhatWeRead(String registers) throws Exception {
        String id = ledger.newAccount();
        api.deposit(id, "10.00").expect(201);
        ConsumerRecord<byte[], byte[]> deposit = topics.read(COMMANDS, id).getLast();
        GenericRecord again = topics.decode(deposit);
        again.put("commandId", "apicurio-" + id);

        try (AvroKafkaSerializer<GenericRecord> apicurio = new AvroKafkaSerializer<>(new ApicurioClient(api));
                KafkaProducer<String, GenericRecord> producer = producer(apicurio, registers)) {
            producer.send(new ProducerRecord<>(COMMANDS, deposit.partition(), id, again))
                    .get();
        }

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(api.state(id).path("balance").textValue()).isEqualTo("20.00"));
        assertThat(topics.read(COMMANDS, id).getLast().value())
                .as("magic byte and schema id are ours")
                .startsWith(Arrays.copyOf(deposit.value(), HEADER_BYTES));
    }

    private KafkaProducer<String, GenericRecord> producer(AvroKafkaSerializer<GenericRecord> values, String registers) {
        // Self-contained as ours are; otherwise each record that stands within another becomes a schema of its own.
        values.configure(
                Map.of(
                        SchemaResolverConfig.AUTO_REGISTER_ARTIFACT,
                        registers,
                        SchemaResolverConfig.DEREFERENCE_SCHEMA,
                        "true"),
                false);
        Properties settings = new Properties();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, ledger.bootstrapServers());
        return new KafkaProducer<>(settings, new StringSerializer(), values);
    }
}
