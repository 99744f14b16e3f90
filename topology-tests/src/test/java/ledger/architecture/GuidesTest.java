package ledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code in the guides is code that is compiled and tested. */
class GuidesTest {
    private static final Pattern BLOCK = Pattern.compile("```(?:java|json)\\n(.*?)\\n```", Pattern.DOTALL);

    @Test
    void theReadModelOfTheGuideIsTheOneThatIsTested() throws IOException {
        Path root = Repository.ROOT;
        String sources = text(List.of(
                root.resolve("topology-tests/src/test/avro/MonthlyFees.avsc"),
                root.resolve("topology-tests/src/test/java/ledger/guides/fees/MonthlyFeesProjection.java"),
                root.resolve("topology-tests/src/test/java/ledger/guides/fees/MonthlyFeesQueries.java"),
                root.resolve("topology-tests/src/test/java/ledger/projections/MonthlyFeesTest.java")));
        List<String> blocks = BLOCK.matcher(Files.readString(root.resolve("docs/guides/new-read-model.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();

        assertThat(blocks)
                .hasSizeGreaterThan(3)
                .allSatisfy(block -> assertThat(sources).contains(block));
    }

    private static String text(List<Path> files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.forEach(line -> text.append(line).append('\n'));
            }
        }
        return text.toString();
    }
}
