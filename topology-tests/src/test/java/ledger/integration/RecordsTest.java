package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What other programs find in the topics, with nothing but Kafka and the registry. */
@ExtendWith(SharedLedger.class)
@Tag("container")
class RecordsTest {
    private static final String EVENTS = "ledger.accounts.events.v1";
    private static final String BALANCES = "ledger.accounts.balances.v1";
    private static final String COMMANDS = "ledger.accounts.commands.v1";
    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final LedgerFixture ledger;
    private final Api api;
    private final TopicReader topics;

    RecordsTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
        this.topics = ledger.topics();
    }

    @Test
    void everyVersionOfAnAccountIsOneEvent() {
        String id = ledger.newAccount();
        api.deposit(id, "10.00").expect(201);
        api.withdraw(id, "99.00").expect(422);
        api.withdraw(id, "4.00", "Idempotency-Key", "w-" + id).expect(201);
        api.withdraw(id, "4.00", "Idempotency-Key", "w-" + id).expect(201);
        api.post("/v1/accounts/" + id + "/freeze", "").expect(200);

        List<ConsumerRecord<byte[], byte[]>> records = topics.read(EVENTS, id);
        List<GenericRecord> events = records.stream().map(topics::decode).toList();
        assertThat(events).extracting(event -> event.get("version")).containsExactly(1L, 2L, 3L, 4L);
        assertThat(events)
                .allSatisfy(event -> assertThat(event.get("accountId")).hasToString(id));
        assertThat(events)
                .extracting(event ->
                        ((GenericRecord) event.get("change")).getSchema().getName())
                .containsExactly("AccountOpened", "FundsDeposited", "FundsWithdrawn", "AccountFrozen");
        assertThat(events)
                .extracting(event -> TopicReader.minor(event, "balanceMinor"))
                .containsExactly(
                        BigInteger.ZERO, BigInteger.valueOf(1000), BigInteger.valueOf(600), BigInteger.valueOf(600));
        assertThat(records)
                .extracting(ConsumerRecord::partition)
                .containsOnly(records.getFirst().partition());
    }

    @Test
    void theLatestBalanceIsPublished() {
        String id = ledger.newAccount();
        api.deposit(id, "10.00").expect(201);
        api.post("/v1/accounts/" + id + "/freeze", "").expect(200);

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            GenericRecord balance = topics.decode(topics.read(BALANCES, id).getLast());
            assertThat(balance.get("accountId")).hasToString(id);
            assertThat(balance.get("currency")).hasToString("EUR");
            assertThat(balance.get("scale")).isEqualTo(2);
            assertThat(TopicReader.minor(balance, "balanceMinor")).isEqualTo(BigInteger.valueOf(1000));
            assertThat(TopicReader.minor(balance, "reservedMinor")).isZero();
            assertThat(balance.get("version")).isEqualTo(3L);
            assertThat(balance.get("status")).hasToString("FROZEN");
        });
    }

    @Test
    void theTraceFollowsTheCommandIntoItsEvent() {
        String id = ledger.newAccount();
        api.deposit(id, "1.00", "traceparent", TRACEPARENT, "X-Request-Id", "request-17")
                .expect(201);
        for (String topic : List.of(COMMANDS, EVENTS)) {
            ConsumerRecord<byte[], byte[]> record = topics.read(topic, id).getLast();
            assertThat(TopicReader.header(record, "traceparent")).as(topic).isEqualTo(TRACEPARENT);
            assertThat(TopicReader.header(record, "ledger-request-id")).isEqualTo("request-17");
        }
    }

    @Test
    void theRegistryHasOneVersionOfWhatOneBuildWrites() {
        String id = ledger.newAccount();
        api.deposit(id, "1.00").expect(201);
        for (String topic : List.of(COMMANDS, EVENTS, BALANCES)) {
            String versions = "/registry/subjects/" + topic + "-value/versions";
            assertThat(api.get(versions).expect(200).text()).as(topic).isEqualTo("[1]");
            assertThat(api.get(versions + "/1").expect(200).text())
                    .as("%s without what is Java's alone", topic)
                    .contains("accountId")
                    .doesNotContainIgnoringCase("java");
        }
    }

    @Test
    void shardsHaveTheSamePartitionsInAllTheirTopics() {
        int shards = topics.partitions(COMMANDS);
        assertThat(topics.partitions(EVENTS)).isEqualTo(shards);
        assertThat(topics.partitions("ledger.shards.messages.v1")).isEqualTo(shards);
    }
}
