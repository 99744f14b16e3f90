package ledger.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import ledger.api.config.ConfigKey;
import ledger.architecture.Repository;
import ledger.topics.TopicSettings;
import ledger.topics.TopicSpec;
import ledger.topics.Topics;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;

/** What the operations guide names is there: metrics, keys, topics, and settings of Kafka clients. */
class OperationsGuideTest {
    private static final Pattern METRIC = Pattern.compile("\\bledger_[a-z_]+[a-z]");
    private static final Pattern KEY = Pattern.compile("`(ledger\\.[a-z0-9.-]+)`");
    private static final Pattern VARIABLE = Pattern.compile("\\bLEDGER_[A-Z_]+");
    private static final Pattern PROPERTIES = Pattern.compile("(?s)```properties\n(.*?)```");

    private final String guide = text("docs/guides/operations.md");

    @Test
    void metricsAreOnThePageOfTheMetrics() {
        Set<String> named = found(METRIC, guide).stream()
                .map(metric -> metric.replaceFirst("_(bucket|count|sum)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(5);
        assertThat(found(METRIC, text("docs/reference/metrics.md"))).containsAll(named);
    }

    @Test
    void keysAndTopicsExist() {
        Set<String> known = Stream.of(ConfigKey.values()).map(ConfigKey::key).collect(Collectors.toSet());
        Topics.specs(new TopicSettings(1, (short) 1, 1, 1)).stream()
                .map(TopicSpec::name)
                .forEach(known::add);
        // A prefix, for access lists.
        known.add("ledger.");
        assertThat(found(KEY, guide)).hasSizeGreaterThan(10);
        assertThat(known).containsAll(found(KEY, guide));
    }

    @Test
    void variablesExist() {
        Set<String> known =
                Stream.of(ConfigKey.values()).map(ConfigKey::environment).collect(Collectors.toSet());
        known.add("LEDGER_LOG_LEVEL");
        assertThat(found(VARIABLE, guide)).isNotEmpty();
        assertThat(known).containsAll(found(VARIABLE, guide));
    }

    @Test
    void settingsOfKafkaClientsExist() throws IOException {
        List<String> blocks = PROPERTIES
                .matcher(guide)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(blocks).hasSize(2);
        for (String block : blocks) {
            Properties settings = new Properties();
            settings.load(new StringReader(block));
            assertThat(AdminClientConfig.configNames()).containsAll(settings.stringPropertyNames());
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(found.groupCount()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(String file) {
        try {
            return Files.readString(Repository.ROOT.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
