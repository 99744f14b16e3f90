package ledger.api.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page of the documentation lists exactly the keys that exist. After a change of {@link ConfigKey} run this test with
 * {@code -Dledger.docs.write=true}, which writes the table anew.
 */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "configuration.md");
    private static final String BEGIN = "<!-- keys: written by ConfigurationPageTest -->\n";
    private static final String END = "<!-- end of keys -->";

    @Test
    void thePageListsAllKeysWithTheirDefaults() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(begin).isBetween(BEGIN.length(), end);
        if (Boolean.getBoolean("ledger.docs.write")) {
            Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
        } else {
            assertThat(page.substring(begin, end)).isEqualTo(table());
        }
    }

    private static String table() {
        return "| key | environment | default | embedded | meaning |\n|---|---|---|---|---|\n"
                + Stream.of(ConfigKey.values())
                        .map(key -> "| `" + key.key() + "` | `" + key.environment() + "` | " + shown(key, false) + " | "
                                + (shown(key, true).equals(shown(key, false)) ? "" : shown(key, true)) + " | "
                                + key.doc() + " |\n")
                        .collect(joining());
    }

    private static String shown(ConfigKey key, boolean embedded) {
        return key.defaultValue(embedded)
                .map(value -> value.contains(" ") ? value : "`" + value + "`")
                .orElse("not set");
    }
}
