package ledger.topics;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The one place for topic names and for what each topic keeps. Names are {@code <domain>.<entity>.<type>.<version>}. */
public final class Topics {

    /** Commands as accepted by the API, keyed by account id; kept 7 days. Timestamps are the broker's: decision times. */
    public static final String COMMANDS = "ledger.accounts.commands.v1";

    /** Account events, keyed by account id: the source of truth, kept forever. */
    public static final String EVENTS = "ledger.accounts.events.v1";

    /** The protocol between shards, keyed by account id; kept 7 days. Internal. */
    public static final String SHARD_MESSAGES = "ledger.shards.messages.v1";

    /** What became of each command, keyed by command id, placed by its reply partition; kept 7 days. */
    public static final String OUTCOMES = "ledger.commands.outcomes.v1";

    /** The published current state of each account, keyed by account id; compacted. */
    public static final String BALANCES = "ledger.accounts.balances.v1";

    /** Which generation of each read model is active, keyed by projection; compacted. */
    public static final String PROJECTION_CONTROL = "ledger.projections.control.v1";

    /** Records that could not be decoded, as they came, with the cause in headers; kept 30 days. */
    public static final String DEAD_LETTERS = "ledger.records.dead-letters.v1";

    /** A dead letter is the record as it came, and headers. More than this is not to be had of every Kafka service. */
    public static final int MAX_DEAD_LETTER_BYTES = 8 * 1024 * 1024;

    /** What the other topics take that shards write: far more than any of their records comes to. */
    public static final int MAX_RECORD_BYTES = MAX_DEAD_LETTER_BYTES - 64 * 1024;

    private static final Duration WORKING_RETENTION = Duration.ofDays(7);
    private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);
    private static final String UNLIMITED = "-1";

    private Topics() {}

    /** All topics of the ledger under these settings, each once. */
    public static List<TopicSpec> specs(TopicSettings settings) {
        // One clock per shard: the broker stamps a command when it is appended, and that is its decision time.
        Map<String, String> commands = new HashMap<>(keptFor(WORKING_RETENTION));
        commands.put(MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        Map<String, String> forever = Map.of(
                CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE,
                RETENTION_MS_CONFIG, UNLIMITED,
                RETENTION_BYTES_CONFIG, UNLIMITED,
                MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_RECORD_BYTES));
        Map<String, String> compacted = Map.of(
                CLEANUP_POLICY_CONFIG,
                CLEANUP_POLICY_COMPACT,
                MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(MAX_RECORD_BYTES));
        Map<String, String> working = new HashMap<>(keptFor(WORKING_RETENTION));
        working.put(MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_RECORD_BYTES));
        Map<String, String> deadLetters = new HashMap<>(keptFor(DEAD_LETTER_RETENTION));
        deadLetters.put(MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_DEAD_LETTER_BYTES));
        return List.of(
                spec(settings, COMMANDS, PartitionCount.SHARDS, commands, MESSAGE_TIMESTAMP_TYPE_CONFIG),
                spec(settings, EVENTS, PartitionCount.SHARDS, forever, RETENTION_MS_CONFIG, RETENTION_BYTES_CONFIG),
                spec(settings, SHARD_MESSAGES, PartitionCount.SHARDS, working),
                spec(settings, OUTCOMES, PartitionCount.REPLIES, working),
                spec(settings, BALANCES, PartitionCount.SHARDS, compacted),
                spec(settings, PROJECTION_CONTROL, PartitionCount.ONE, compacted),
                spec(settings, DEAD_LETTERS, PartitionCount.ONE, deadLetters));
    }

    private static Map<String, String> keptFor(Duration retention) {
        return Map.of(
                CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE, RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
    }

    private static TopicSpec spec(
            TopicSettings settings, String name, PartitionCount count, Map<String, String> configs, String... fixed) {
        Map<String, String> all = new HashMap<>(configs);
        all.put(MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(settings.minInSyncReplicas()));
        // A wrong cleanup policy loses records or keeps too many in every topic: always fixed.
        Set<String> fixedConfigs = new HashSet<>(List.of(fixed));
        fixedConfigs.add(CLEANUP_POLICY_CONFIG);
        return new TopicSpec(name, count, count.in(settings), settings.replicationFactor(), all, fixedConfigs);
    }
}
