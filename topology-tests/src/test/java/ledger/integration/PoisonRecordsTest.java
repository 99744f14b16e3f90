package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ledger.codec.LedgerSerdes;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Assets;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Posting;
import ledger.registry.SchemaRegistryClient;
import ledger.registry.SchemaRegistryClients;
import ledger.topics.ShardPartitioner;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that nobody can process stop nothing: they become dead letters with their cause, and are counted. */
@ExtendWith(SharedLedger.class)
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoisonRecordsTest {
    private static final String COMMANDS = "ledger.accounts.commands.v1";
    private static final String EVENTS = "ledger.accounts.events.v1";
    private static final String SHARD_MESSAGES = "ledger.shards.messages.v1";
    private static final String DEAD_LETTERS = "ledger.records.dead-letters.v1";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final LedgerFixture ledger;
    private final Api api;
    private final TopicReader topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final SchemaRegistryClient registry;

    PoisonRecordsTest(LedgerFixture ledger) {
        this.ledger = ledger;
        api = ledger.api();
        topics = ledger.topics();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", ledger.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        registry = SchemaRegistryClients.of(Map.of(SchemaRegistryClients.URL, api.url() + "/registry"));
    }

    @AfterAll
    void close() throws Exception {
        producer.close();
        registry.close();
    }

    @Test
    void bytesThatAreNoRecord() throws Exception {
        String id = ledger.newAccount();
        byte[] good = command(id, deposit());
        byte[] cut = Arrays.copyOf(good, good.length - 5);
        byte[] unknownSchema = good.clone();
        unknownSchema[1] = 0x7f;
        byte[] wrongMagic = good.clone();
        wrongMagic[0] = 1;
        for (byte[] poison : List.of(text("not Avro at all"), new byte[0], wrongMagic, unknownSchema, cut)) {
            isDeadLetter(id, COMMANDS, shard(id), id, poison);
        }
    }

    /** The letter is larger than the record was. */
    @Test
    void bytesThatAreNoRecordAndAsManyAsAProducerSends() throws Exception {
        String id = ledger.newAccount();
        byte[] large = new byte[1024 * 1024 - 500];
        isDeadLetter(id, COMMANDS, shard(id), id, large);
    }

    @Test
    void commandsThatNobodyMayDecide() throws Exception {
        String id = ledger.newAccount();
        int shard = shard(id);
        isDeadLetter(id, COMMANDS, shard, id, null);
        isDeadLetter(id, COMMANDS, shard, null, command(id, deposit()));
        isDeadLetter(id, COMMANDS, shard, id, command(id, transaction()));
        isDeadLetter(id, COMMANDS, shard, "another", command(id, deposit()));
        isDeadLetter(id, COMMANDS, (shard + 1) % topics.partitions(COMMANDS), id, command(id, deposit()));
    }

    @Test
    void garbageAmongTheMessagesBetweenShards() throws Exception {
        String id = ledger.newAccount();
        isDeadLetter(id, SHARD_MESSAGES, shard(id), id, text("no message"));
    }

    @Test
    void garbageAmongTheEvents() throws Exception {
        String id = ledger.newAccount();
        isDeadLetter(id, EVENTS, shard(id), id, text("no event"));
        assertThat(api.items("/v1/accounts/" + id + "/statement", 10)).hasSize(1);

        String rebuilt = "/v1/projections/transactions";
        api.post(rebuilt + "/rebuild", "").expect(202);
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode now = api.get(rebuilt).expect(200).json();
            assertThat(now.path("state").textValue()).isEqualTo("RUNNING");
            assertThat(now.path("rebuild").path("state").textValue()).isEqualTo("FAILED");
            assertThat(now.path("rebuild").path("failure").textValue())
                    .contains("of partition " + shard(id) + " of " + EVENTS, "skipPoison=true");
        });
        api.delete(rebuilt + "/rebuild").expect(200);
    }

    /** Sends a record and waits for its dead letter; then the account's shard must still decide, and nothing has moved. */
    private void isDeadLetter(
            String account, String topic, int partition, @Nullable String key, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        long version = version(account);
        long counted = counted(topic);
        long offset = producer.send(new ProducerRecord<>(topic, partition, key == null ? null : text(key), value))
                .get()
                .offset();

        Predicate<ConsumerRecord<byte[], byte[]>> ours = letter -> TopicReader.header(letter, "__streams.errors.topic")
                        .equals(topic)
                && TopicReader.header(letter, "__streams.errors.partition").equals("" + partition)
                && TopicReader.header(letter, "__streams.errors.offset").equals("" + offset);
        await().atMost(SOON).until(() -> topics.read(DEAD_LETTERS).stream().anyMatch(ours));
        ConsumerRecord<byte[], byte[]> letter =
                topics.read(DEAD_LETTERS).stream().filter(ours).findFirst().orElseThrow();
        assertThat(letter.value()).isEqualTo(value);
        assertThat(TopicReader.key(letter)).isEqualTo(key == null ? "" : key);
        assertThat(TopicReader.header(letter, "__streams.errors.exception")).isNotBlank();
        assertThat(TopicReader.header(letter, "__streams.errors.message")).isNotBlank();
        await().atMost(SOON).until(() -> counted(topic) > counted);

        api.deposit(account, "1.00").expect(201);
        assertThat(version(account)).isEqualTo(version + 1);
    }

    private long version(String account) {
        return api.get("/v1/accounts/" + account)
                .expect(200)
                .json()
                .path("version")
                .longValue();
    }

    private long counted(String topic) {
        Matcher count = Pattern.compile(
                        "(?m)^ledger_dead_letters_total\\{topic=\"" + Pattern.quote(topic) + "\"} ([0-9]+)")
                .matcher(api.get("/metrics").expect(200).text());
        assertThat(count.find()).isTrue();
        return Long.parseLong(count.group(1));
    }

    private int shard(String account) {
        return ShardPartitioner.shardOf(account, topics.partitions(COMMANDS));
    }

    private static Instruction deposit() {
        return new DepositFunds(
                Amount.ofMinor(100), Assets.iso4217().find("EUR").orElseThrow(), Particulars.NONE);
    }

    /** Of other accounts than the one that it is sent to. */
    private static Instruction transaction() {
        Posting posting = new Posting(
                new AccountId("one"),
                new AccountId("two"),
                Amount.ofMinor(100),
                Assets.iso4217().find("EUR").orElseThrow());
        return new PostTransaction(List.of(posting), false, null, Particulars.NONE);
    }

    private byte[] command(String account, Instruction instruction) {
        return new LedgerSerdes(registry)
                .commands()
                .serializer()
                .serialize(
                        COMMANDS,
                        new Command(new CommandId("poison-" + account), new AccountId(account), null, instruction));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
