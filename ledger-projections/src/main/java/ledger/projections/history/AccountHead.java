package ledger.projections.history;

import java.math.BigInteger;
import ledger.language.Asset;

/**
 * What the history knows of an account beside its entries.
 *
 * @param version the last one seen, whether or not it moved the balance
 * @param punctual sum of the entries that count from when they were recorded, in minor units without bound
 */
public record AccountHead(Asset asset, long version, BigInteger punctual) {}
