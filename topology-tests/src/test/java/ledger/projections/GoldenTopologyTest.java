package ledger.projections;

import ledger.projections.balances.BalancesProjection;
import ledger.projections.statements.StatementsProjection;
import ledger.records.AccountBalance;
import ledger.records.StatementRow;
import ledger.testing.GoldenFile;
import org.junit.jupiter.api.Test;

/**
 * The topologies are as they were: names of nodes and stores name changelogs, whose state a release must find again.
 */
class GoldenTopologyTest {
    @Test
    void balances() {
        verify(new BalancesProjection(AvroSerde.of(AccountBalance.class)));
    }

    @Test
    void statements() {
        verify(new StatementsProjection(AvroSerde.of(StatementRow.class)));
    }

    private static void verify(Projection projection) {
        GoldenFile.assertMatches(
                "topologies/" + projection.name() + ".txt",
                ProjectionDriver.topology(projection).describe().toString());
    }
}
