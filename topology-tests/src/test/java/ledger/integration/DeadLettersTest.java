package ledger.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import ledger.api.deadletters.DeadLetter;
import ledger.api.deadletters.DeadLetter.Place;
import ledger.api.deadletters.DeadLetterTopic;
import ledger.api.deadletters.LetterId;
import ledger.api.deadletters.Retries;
import ledger.api.deadletters.Retries.Retried;
import ledger.api.log.LogException;
import ledger.codec.LedgerSerdes;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Assets;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.Particulars;
import ledger.registry.SchemaRegistryClient;
import ledger.registry.SchemaRegistryClients;
import ledger.topics.LedgerHeaders;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dead letters are read beside the running ledger, and what they hold is sent again to where it was. */
@ExtendWith(SharedLedger.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final LedgerFixture ledger;
    private final Api api;
    private final KafkaProducer<byte[], byte[]> producer;

    DeadLettersTest(LedgerFixture ledger) {
        this.ledger = ledger;
        api = ledger.api();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", ledger.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    void close() {
        producer.close();
    }

    @Test
    void whatIsStillUndecodableBecomesANewLetter() throws Exception {
        String id = ledger.newAccount();
        Place sent = send(Topics.COMMANDS, id, "not Avro at all");
        DeadLetter letter = awaitLetter(one -> one.origin().equals(Optional.of(sent)));
        assertThat(letter.key()).asString(UTF_8).isEqualTo(id);
        assertThat(letter.value()).asString(UTF_8).isEqualTo("not Avro at all");
        assertThat(letter.message()).isPresent();
        assertThat(find(letter.id())).isPresent();

        Retried retried = retry(letter);
        assertThat(retried.letter()).isEqualTo(letter.id());
        assertThat(retried.place().topic()).isEqualTo(Topics.COMMANDS);
        assertThat(retried.place().partition()).isEqualTo(sent.partition());
        assertThat(retried.place().offset()).isGreaterThan(sent.offset());

        DeadLetter again = awaitLetter(one -> one.origin().equals(Optional.of(retried.place())));
        assertThat(again.value()).isEqualTo(letter.value());
        assertThat(again.headers())
                .contains(Map.entry(LedgerHeaders.RETRY_OF, letter.id().toString()))
                .filteredOn(header -> header.getKey().equals(LedgerHeaders.ERROR_OFFSET))
                .containsExactly(Map.entry(
                        LedgerHeaders.ERROR_OFFSET,
                        Long.toString(retried.place().offset())));
    }

    /** As after an upgrade to a version that knows the schema. */
    @Test
    void aCommandThatCanBeDecodedNowIsDecidedOnce() throws Exception {
        String id = ledger.newAccount();
        byte[] command = deposit(id);
        ProducerRecord<byte[], byte[]> written =
                new ProducerRecord<>(Topics.DEAD_LETTERS, 0, id.getBytes(UTF_8), command);
        LedgerHeaders.put(written.headers(), LedgerHeaders.ERROR_TOPIC, Topics.COMMANDS);
        LedgerHeaders.put(written.headers(), LedgerHeaders.ERROR_PARTITION, "" + shard(id));
        LedgerHeaders.put(written.headers(), LedgerHeaders.ERROR_OFFSET, "0");
        long offset = producer.send(written).get().offset();
        DeadLetter letter = awaitLetter(one -> one.id().equals(new LetterId(0, offset)));

        retry(letter);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(api.state(id).path("balance").textValue()).isEqualTo("1.00"));
        retry(letter);
        // Decided after it, by the same shard.
        api.deposit(id, "5.00").expect(201);
        assertThat(api.state(id).path("balance").textValue()).isEqualTo("6.00");
    }

    @Test
    void eventsAreNeverSentAgain() throws Exception {
        String id = ledger.newAccount();
        Place sent = send(Topics.EVENTS, id, "no event");
        DeadLetter letter = awaitLetter(one -> one.origin().equals(Optional.of(sent)));

        assertThat(letter.refusal()).isPresent();
        assertThatThrownBy(() -> retry(letter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the source of truth");
    }

    @Test
    void aLetterThatIsNotThereIsNotFound() {
        assertThat(find(new LetterId(0, 1_000_000_000L))).isEmpty();
        assertThat(find(new LetterId(7, 0))).isEmpty();
        try (DeadLetterTopic letters = open()) {
            assertThatThrownBy(() -> letters.find(List.of(new LetterId(7, 0))))
                    .isInstanceOf(LogException.class)
                    .hasMessage("there is no dead letter 7:0");
        }
    }

    private DeadLetterTopic open() {
        return DeadLetterTopic.open(LedgerConfig.load(
                Optional.empty(), Map.of(), Map.of(ConfigKey.BOOTSTRAP_SERVERS, ledger.bootstrapServers())));
    }

    private DeadLetter awaitLetter(Predicate<DeadLetter> ours) {
        List<DeadLetter> found = new ArrayList<>();
        await().atMost(SOON).until(() -> {
            try (DeadLetterTopic letters = open()) {
                letters.read(letter -> {
                    if (ours.test(letter)) {
                        found.add(letter);
                    }
                });
            }
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private Optional<DeadLetter> find(LetterId id) {
        try (DeadLetterTopic letters = open()) {
            return letters.find(id);
        }
    }

    private Retried retry(DeadLetter letter) {
        try (DeadLetterTopic letters = open();
                Retries retries = letters.retries()) {
            return retries.retry(List.of(letter)).getFirst();
        }
    }

    private Place send(String topic, String key, String value) throws Exception {
        int partition = shard(key);
        long offset = producer.send(new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value.getBytes(UTF_8)))
                .get()
                .offset();
        return new Place(topic, partition, offset);
    }

    private int shard(String account) {
        return ShardPartitioner.shardOf(account, ledger.topics().partitions(Topics.COMMANDS));
    }

    private byte[] deposit(String account) throws Exception {
        try (SchemaRegistryClient registry =
                SchemaRegistryClients.of(Map.of(SchemaRegistryClients.URL, api.url() + "/registry"))) {
            return new LedgerSerdes(registry)
                    .commands()
                    .serializer()
                    .serialize(
                            Topics.COMMANDS,
                            new Command(
                                    new CommandId("letter-" + account),
                                    new AccountId(account),
                                    null,
                                    new DepositFunds(
                                            Amount.ofMinor(100),
                                            Assets.iso4217().find("EUR").orElseThrow(),
                                            Particulars.NONE)));
        }
    }
}
