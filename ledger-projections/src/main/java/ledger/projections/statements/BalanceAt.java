package ledger.projections.statements;

import ledger.language.Amount;
import ledger.language.Asset;

/** An account's balance at a time. */
public record BalanceAt(Asset asset, Amount balance) {}
