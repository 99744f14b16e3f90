package ledger.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchMainTest {
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({"--seconds,0", "--seconds,many", "--warm-up,-1", "--accounts,10", "--only,everything"})
    void wrongUsageNamesTheOption(String option, String value) {
        assertThat(run("--launcher", "ledger", option, value)).isEqualTo(2);
        assertThat(err.toString()).contains(option);
    }

    @Test
    void aLedgerThatCannotBeStartedIsOneLine() {
        assertThat(run("--launcher", "/nowhere/ledger", "--only", "start")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("ledger bench: ")
                .contains("/nowhere/ledger")
                .hasLineCount(1);
    }

    private int run(String... args) {
        return BenchMain.commandLine().setErr(new PrintWriter(err, true)).execute(args);
    }
}
