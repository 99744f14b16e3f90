package ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that is kept in the repository, so that a change of it is seen in a review. */
public final class GoldenFile {
    private static final Path RESOURCES = Path.of("src", "test", "resources");
    private static final String UPDATE = "golden.update";

    private GoldenFile() {}

    /**
     * Compares, or writes the file where {@code -Dgolden.update=true}.
     *
     * @param name path under {@code src/test/resources}
     */
    public static void assertMatches(String name, String actual) {
        Path file = RESOURCES.resolve(name);
        try {
            if (Boolean.getBoolean(UPDATE)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            }
            String expected = Files.exists(file) ? Files.readString(file) : "";
            assertThat(actual)
                    .as("%s. If the change is meant: mvn verify -D%s=true, and review what git diff says", file, UPDATE)
                    .isEqualToNormalizingNewlines(expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
