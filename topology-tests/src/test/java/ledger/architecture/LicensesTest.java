package ledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the application is delivered with is known, and may be delivered. {@code mvn verify} makes the bill before. */
class LicensesTest {
    private static final Path TARGET = Repository.ROOT.resolve("api").resolve("target");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void everyLibraryHasAnAllowedLicence() throws IOException {
        assertThat(bill().refused()).isEmpty();
    }

    @Test
    void theBillNamesEveryLibraryThatIsDelivered() throws IOException {
        try (Stream<Path> files = Files.list(TARGET.resolve("lib"))) {
            List<String> libraries = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("ledger-"))
                    .toList();
            assertThat(libraries).isNotEmpty();
            assertThat(bill().files()).containsAll(libraries);
        }
    }

    @Test
    void aLibraryUnderAnotherLicenceOrNoneIsFound() throws IOException {
        String bill = """
                {"components": [
                  {"group": "a", "purl": "strict", "licenses": [{"license": {"id": "AGPL-3.0-only"}}]},
                  {"group": "a", "purl": "untold"},
                  {"group": "a", "purl": "both", "licenses": [{"expression": "Apache-2.0 AND GPL-3.0-only"}]},
                  {"group": "a", "purl": "either", "licenses": [{"expression": "GPL-3.0-only OR MIT"}]},
                  {"group": "a", "purl": "two",
                   "licenses": [{"license": {"name": "LGPL"}}, {"license": {"id": "EPL-1.0"}}]},
                  {"group": "ledger", "purl": "ours"}]}""";
        assertThat(new BillOfMaterials(MAPPER.readTree(bill)).refused())
                .containsExactly("strict [AGPL-3.0-only]", "untold []", "both [Apache-2.0 AND GPL-3.0-only]");
    }

    private static BillOfMaterials bill() throws IOException {
        Path bill = TARGET.resolve("bom.json");
        assertThat(bill).as("made by mvn verify").exists();
        return new BillOfMaterials(MAPPER.readTree(Files.readString(bill)));
    }
}
