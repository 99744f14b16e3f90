package ledger.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardPartitionerTest {

    private static final long SEED = 20_260_101L;
    private static final int ROUNDS = 20_000;
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:-äß€😀";
    private static final int[] PLAIN_CODE_POINTS = PLAIN.codePoints().toArray();

    @Test
    void anIdWithoutTagGoesWhereKafkasDefaultPartitionerSendsIt() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            String id = plain(random, 1 + random.nextInt(40));
            int shards = 1 + random.nextInt(64);
            assertThat(ShardPartitioner.shardOf(id, shards))
                    .as("%s of %d", id, shards)
                    .isEqualTo(defaultPartition(id, shards));
        }
    }

    @Test
    void idsOfOneTagShareTheShardOfTheTag() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            String tag = plain(random, 1 + random.nextInt(20));
            String id = plain(random, random.nextInt(10)) + "{" + tag + "}" + withBraces(random, random.nextInt(10));
            int shards = 1 + random.nextInt(64);
            assertThat(ShardPartitioner.shardOf(id, shards))
                    .as("%s of %d", id, shards)
                    .isEqualTo(defaultPartition(tag, shards));
        }
    }

    @Test
    void everyIdHasAShardInRange() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            int shards = 1 + random.nextInt(64);
            assertThat(ShardPartitioner.shardOf(withBraces(random, random.nextInt(20)), shards))
                    .isBetween(0, shards - 1);
        }
    }

    @Test
    void shardsFillEvenly() {
        int shards = 12;
        int[] counts = new int[shards];
        IntStream.range(0, 120_000).forEach(i -> counts[ShardPartitioner.shardOf("account-" + i, shards)]++);
        assertThat(IntStream.of(counts).summaryStatistics().getMin()).isGreaterThan(9_500);
        assertThat(IntStream.of(counts).summaryStatistics().getMax()).isLessThan(10_500);
    }

    /** The left id is placed by the right text: the rules of Redis Cluster for braces in odd places. */
    @ParameterizedTest
    @CsvSource({
        "{acme}:cash, acme",
        "cash:{acme}, acme",
        "{acme}{globex}, acme",
        "a{b}c{d}, b",
        "{}:cash, {}:cash",
        "{}{acme}, {}{acme}",
        "{{acme}}, {acme",
        "}{acme}, acme",
        "{acme, {acme",
        "acme}, acme}",
        "{, {",
        "}{, }{"
    })
    void braces(String id, String placedBy) {
        for (int shards = 1; shards <= 64; shards++) {
            assertThat(ShardPartitioner.shardOf(id, shards)).isEqualTo(defaultPartition(placedBy, shards));
        }
    }

    /** Where accounts are must never change: these were computed once and are the same in every release. */
    @ParameterizedTest
    @CsvSource({"alice, 9", "{acme}:cash, 0", "bob, 6"})
    void golden(String id, String shardOf12) {
        assertThat(Integer.toString(ShardPartitioner.shardOf(id, 12))).isEqualTo(shardOf12);
    }

    private static int defaultPartition(String key, int partitions) {
        return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
    }

    private static String plain(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(PLAIN_CODE_POINTS[random.nextInt(PLAIN_CODE_POINTS.length)]);
        }
        return text.toString();
    }

    private static String withBraces(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(random.nextInt(3) == 0 ? (random.nextBoolean() ? "{" : "}") : plain(random, 1));
        }
        return text.toString();
    }
}
