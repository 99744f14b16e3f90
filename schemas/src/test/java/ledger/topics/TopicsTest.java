package ledger.topics;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final TopicSettings CLUSTER = new TopicSettings(12, (short) 3, 2, 6);
    private static final Map<String, TopicSpec> SPECS =
            Topics.specs(CLUSTER).stream().collect(toMap(TopicSpec::name, spec -> spec));

    @Test
    void topicsKeyedByAccountAreCoPartitioned() {
        assertThat(List.of(Topics.COMMANDS, Topics.EVENTS, Topics.SHARD_MESSAGES, Topics.BALANCES))
                .allSatisfy(name -> assertThat(spec(name).partitions()).isEqualTo(12));
        assertThat(spec(Topics.OUTCOMES).partitions()).isEqualTo(6);
        assertThat(spec(Topics.PROJECTION_CONTROL).partitions()).isEqualTo(1);
        assertThat(spec(Topics.DEAD_LETTERS).partitions()).isEqualTo(1);
        assertThat(SPECS).hasSize(7);
    }

    @Test
    void eventsAreKeptForeverAndThatIsFixed() {
        assertThat(spec(Topics.EVENTS).configs())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "-1")
                .containsEntry("retention.bytes", "-1");
        assertThat(spec(Topics.EVENTS).fixedConfigs())
                .containsExactlyInAnyOrder("cleanup.policy", "retention.ms", "retention.bytes");
    }

    @Test
    void workingTopicsAreKeptAWeekAndDeadLettersAMonth() {
        assertThat(List.of(Topics.COMMANDS, Topics.SHARD_MESSAGES, Topics.OUTCOMES))
                .allSatisfy(name -> assertThat(spec(name).configs())
                        .containsEntry("cleanup.policy", "delete")
                        .containsEntry("retention.ms", "604800000"));
        assertThat(spec(Topics.DEAD_LETTERS).configs()).containsEntry("retention.ms", "2592000000");
    }

    @Test
    void commandsAreStampedByTheBroker() {
        assertThat(spec(Topics.COMMANDS).configs()).containsEntry("message.timestamp.type", "LogAppendTime");
        assertThat(spec(Topics.COMMANDS).fixedConfigs()).contains("message.timestamp.type");
    }

    @Test
    void currentStateIsCompacted() {
        assertThat(List.of(Topics.BALANCES, Topics.PROJECTION_CONTROL))
                .allSatisfy(name -> assertThat(spec(name).configs()).containsEntry("cleanup.policy", "compact"));
    }

    @Test
    void replicationIsThatOfTheSettings() {
        assertThat(SPECS.values()).allSatisfy(spec -> {
            assertThat(spec.replicationFactor()).isEqualTo((short) 3);
            assertThat(spec.configs()).containsEntry("min.insync.replicas", "2");
        });
    }

    @Test
    void settingsOutsideOfTheirRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TopicSettings(0, (short) 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TopicSettings(1, (short) 0, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicSettings(1, (short) 1, 2, 1))
                .withMessage("minInSyncReplicas must be from 1 to 1, not 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new TopicSettings(1, (short) 1, 1, 0));
    }

    private static TopicSpec spec(String name) {
        return Objects.requireNonNull(SPECS.get(name), name);
    }
}
