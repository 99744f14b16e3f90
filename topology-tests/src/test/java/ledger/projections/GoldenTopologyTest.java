package ledger.projections;

import ledger.projections.activity.ActivityProjection;
import ledger.projections.balances.BalancesProjection;
import ledger.projections.history.BalanceHistoryProjection;
import ledger.projections.rollups.RollupsProjection;
import ledger.projections.statements.StatementsProjection;
import ledger.projections.transactions.TransactionsProjection;
import ledger.projections.trialbalance.TrialBalanceProjection;
import ledger.records.AccountBalance;
import ledger.records.ActivityRow;
import ledger.records.BalanceHistoryRow;
import ledger.records.RollupAccount;
import ledger.records.RollupRow;
import ledger.records.StatementRow;
import ledger.records.TransactionRow;
import ledger.records.TrialBalanceRow;
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

    @Test
    void transactions() {
        verify(new TransactionsProjection(AvroSerde.of(TransactionRow.class)));
    }

    @Test
    void trialBalance() {
        verify(new TrialBalanceProjection(AvroSerde.of(TrialBalanceRow.class)));
    }

    @Test
    void balanceHistory() {
        verify(new BalanceHistoryProjection(AvroSerde.of(BalanceHistoryRow.class)));
    }

    @Test
    void activity() {
        verify(new ActivityProjection(AvroSerde.of(ActivityRow.class)));
    }

    @Test
    void rollups() {
        verify(new RollupsProjection(AvroSerde.of(RollupAccount.class), AvroSerde.of(RollupRow.class)));
    }

    private static void verify(Projection projection) {
        GoldenFile.assertMatches(
                "topologies/" + projection.name() + ".txt",
                ProjectionDriver.topology(projection).describe().toString());
    }
}
