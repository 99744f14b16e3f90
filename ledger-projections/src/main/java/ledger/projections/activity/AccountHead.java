package ledger.projections.activity;

import ledger.language.Asset;

/**
 * What the activity knows of an account beside its windows.
 *
 * @param version the last one seen, whether or not it moved the balance
 */
public record AccountHead(Asset asset, long version) {}
