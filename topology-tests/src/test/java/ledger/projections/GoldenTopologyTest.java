package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import ledger.projections.balances.BalancesProjection;
import ledger.projections.statements.StatementsProjection;
import ledger.records.AccountBalance;
import ledger.records.StatementRow;
import org.junit.jupiter.api.Test;

/**
 * The topologies are as they were: names of nodes and stores name changelogs, whose state a release must find again. Run
 * with {@code -Dgolden.update=true} to write the descriptions anew, and look at the difference before committing it.
 */
class GoldenTopologyTest {
    private static final Path DIRECTORY = Path.of("src", "test", "resources", "topologies");

    @Test
    void balances() throws IOException {
        verify(new BalancesProjection(AvroSerde.of(AccountBalance.class)));
    }

    @Test
    void statements() throws IOException {
        verify(new StatementsProjection(AvroSerde.of(StatementRow.class)));
    }

    private static void verify(Projection projection) throws IOException {
        String actual = ProjectionDriver.topology(projection).describe().toString();
        Path golden = DIRECTORY.resolve(projection.name() + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, actual);
        }
        assertThat(actual)
                .as("topology of " + projection.name() + "; if it is meant to change, run with -Dgolden.update=true")
                .isEqualTo(Files.readString(golden));
    }
}
