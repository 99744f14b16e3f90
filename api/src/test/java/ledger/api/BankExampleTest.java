package ledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class BankExampleTest {

    /** Maven runs the tests in the module's directory. */
    private static final Path EXAMPLE = Path.of("..", "examples", "bank");

    @Test
    void theBatchLinesAreWhatTheConverterMakesOfTheBanksTransactions() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process converter = new ProcessBuilder(
                        java,
                        EXAMPLE.resolve("ToNdjson.java").toString(),
                        EXAMPLE.resolve("bank-1993.csv.gz").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String converted;
        try (InputStream out = converter.getInputStream()) {
            converted = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(converter.waitFor()).isZero();
        assertThat(converted.lines()).hasSize(800 + 32_025);
        assertThat(converted).isEqualTo(unpack(EXAMPLE.resolve("bank-1993.ndjson.gz")));
    }

    private static String unpack(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
