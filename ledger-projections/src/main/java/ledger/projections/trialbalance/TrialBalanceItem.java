package ledger.projections.trialbalance;

import ledger.language.Asset;

/** The totals of one asset. */
public record TrialBalanceItem(Asset asset, Totals totals) {}
