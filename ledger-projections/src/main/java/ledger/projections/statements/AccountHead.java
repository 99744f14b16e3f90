package ledger.projections.statements;

import ledger.language.Asset;

/**
 * What the statements know of an account beside its entries.
 *
 * @param version the last one seen, whether or not it moved the balance
 */
public record AccountHead(Asset asset, long version) {}
