package ledger.api.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ledger.api.broker.EmbeddedKafka;
import ledger.topics.LedgerHeaders;
import ledger.topics.TopicInitializer;
import ledger.topics.TopicSettings;
import ledger.topics.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the data of a broker, while it runs and once it does not. */
class DeadLettersCommandTest {
    @TempDir
    Path data;

    @Test
    void listsShowsAndRetries() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(data.resolve("kafka"), 0)) {
            Map<String, Object> connection = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (Admin admin = Admin.create(connection)) {
                TopicInitializer.ensure(admin, new TopicSettings(2, (short) 1, 1, 1), Duration.ofSeconds(30));
            }
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(connection, new ByteArraySerializer(), new ByteArraySerializer())) {
                producer.send(letter(Topics.COMMANDS, 1, 41)).get();
                producer.send(letter(Topics.EVENTS, 0, 7)).get();
            }
            listed();
            shown();
            refused();
        }
        retriedWithABrokerOfItsOwn();
    }

    private void listed() {
        CliRun run = ledger("list");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line)
                        .contains("| 0:0 |", Topics.COMMANDS, " 41 |", "| alice |", "| Fault: no magic |"))
                .anySatisfy(line -> assertThat(line).contains("| 0:1 |", Topics.EVENTS, " 7 |"));

        CliRun filtered = ledger("list", "--topic", Topics.COMMANDS, "--json");
        assertThat(filtered.json()).hasSize(1);
        JsonNode letter = filtered.json().path(0);
        assertThat(letter.path("id").asText()).isEqualTo("0:0");
        assertThat(letter.path("origin").path("partition").asInt()).isEqualTo(1);
        assertThat(letter.path("value").asText()).isEqualTo("not Avro");
        assertThat(letter.path("valueBase64").asText()).isEqualTo("bm90IEF2cm8=");

        CliRun last = ledger("list", "--limit", "1");
        assertThat(last.out()).contains("| 0:1 |").doesNotContain("| 0:0 |");
        assertThat(last.err()).contains("1 older ones are not shown");
        assertThat(ledger("--limit", "1").out()).as("without a subcommand").isEqualTo(last.out());
    }

    private void shown() {
        CliRun run = ledger("show", "0:0");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "was at   " + Topics.COMMANDS + ", partition 1, offset 41",
                        "cause    java.lang.Fault",
                        "message  no magic",
                        "  ledger-request-id = request-1",
                        "key: 5 bytes, UTF-8: alice",
                        "value: 8 bytes, UTF-8: not Avro",
                        "|not Avro|");
    }

    private void refused() {
        CliRun unknown = ledger("show", "0:99");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).isEqualTo("ledger: there is no dead letter 0:99" + System.lineSeparator());
        CliRun events = ledger("retry", "0:0", "0:1");
        assertThat(events.exitCode()).isEqualTo(1);
        assertThat(events.err())
                .contains("nothing was sent: dead letter 0:1 cannot be retried", "the source of truth")
                .hasLineCount(1);
    }

    private void retriedWithABrokerOfItsOwn() {
        CliRun run = ledger("retry", "--all", "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.json()).hasSize(1);
        JsonNode retried = run.json().path(0);
        assertThat(retried.path("letter").asText()).isEqualTo("0:0");
        assertThat(retried.path("topic").asText()).isEqualTo(Topics.COMMANDS);
        assertThat(retried.path("partition").asInt()).isEqualTo(1);
        assertThat(retried.path("offset").asLong(-1)).isZero();
        assertThat(run.err()).contains("1 were not sent again: " + Topics.EVENTS);
        assertThat(EmbeddedKafka.running(data.resolve("kafka"))).isEmpty();
    }

    private CliRun ledger(String... args) {
        List<String> all = new ArrayList<>(List.of("dead-letters"));
        all.addAll(List.of(args));
        all.addAll(List.of("--data", data.toString()));
        return CliRun.of(all.toArray(String[]::new));
    }

    private static ProducerRecord<byte[], byte[]> letter(String topic, int partition, long offset) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.DEAD_LETTERS, "alice".getBytes(UTF_8), "not Avro".getBytes(UTF_8));
        LedgerHeaders.put(letter.headers(), LedgerHeaders.REQUEST_ID, "request-1");
        LedgerHeaders.put(letter.headers(), LedgerHeaders.ERROR_CLASS, "java.lang.Fault");
        LedgerHeaders.put(letter.headers(), LedgerHeaders.ERROR_MESSAGE, "no magic");
        LedgerHeaders.put(letter.headers(), LedgerHeaders.ERROR_TOPIC, topic);
        LedgerHeaders.put(letter.headers(), LedgerHeaders.ERROR_PARTITION, Integer.toString(partition));
        LedgerHeaders.put(letter.headers(), LedgerHeaders.ERROR_OFFSET, Long.toString(offset));
        return letter;
    }
}
