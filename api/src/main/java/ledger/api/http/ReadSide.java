package ledger.api.http;

import ledger.projections.ReadBarrier;
import ledger.projections.activity.ActivityQueries;
import ledger.projections.balances.BalanceQueries;
import ledger.projections.generations.ProjectionManager;
import ledger.projections.history.BalanceHistoryQueries;
import ledger.projections.rollups.RollupQueries;
import ledger.projections.statements.StatementQueries;
import ledger.projections.transactions.TransactionQueries;
import ledger.projections.trialbalance.TrialBalanceQueries;

/** The read models, as the HTTP interface asks them. */
public record ReadSide(
        ProjectionManager projections,
        BalanceQueries balances,
        ReadBarrier balancesBarrier,
        StatementQueries statements,
        ReadBarrier statementsBarrier,
        TransactionQueries transactions,
        TrialBalanceQueries trialBalance,
        ReadBarrier trialBalanceBarrier,
        ActivityQueries activity,
        ReadBarrier activityBarrier,
        RollupQueries rollups,
        ReadBarrier rollupsBarrier,
        BalanceHistoryQueries history,
        ReadBarrier historyBarrier) {}
