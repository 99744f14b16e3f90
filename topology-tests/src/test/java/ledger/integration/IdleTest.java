package ledger.integration;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A ledger in which nothing happens writes nothing: its log does not grow, and it leaves the machine to others. */
@ExtendWith(SharedLedger.class)
class IdleTest {
    private static final String TRANSACTIONS = "__transaction_state";

    /** Read models commit ten times in it where they have anything to commit. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);

    private final LedgerFixture ledger;

    IdleTest(LedgerFixture ledger) {
        this.ledger = ledger;
    }

    @Test
    void noTransactionIsMadeWhereNothingHappens() {
        String account = ledger.newAccount();
        ledger.api().deposit(account, "1.00").expect(201);
        AtomicReference<Map<TopicPartition, Long>> before = new AtomicReference<>(Map.of());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()))) {
            await().pollInterval(QUIET).atMost(QUIET_WITHIN).until(() -> {
                Map<TopicPartition, Long> ends = ends(admin);
                return ends.equals(before.getAndSet(ends));
            });
        }
        ledger.api().deposit(account, "1.00").expect(201);
    }

    private static Map<TopicPartition, Long> ends(Admin admin) throws Exception {
        Map<TopicPartition, OffsetSpec> latest =
                admin.describeTopics(Set.of(TRANSACTIONS)).allTopicNames().get().values().stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .collect(Collectors.toMap(
                                partition -> new TopicPartition(TRANSACTIONS, partition.partition()),
                                _ -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }
}
