package ledger.projections.rollups;

import java.math.BigInteger;
import ledger.language.Asset;

/**
 * What accounts come to in one asset.
 *
 * @param accounts how many there are, in any status
 * @param balance the sum of their posted balances in minor units without bound: sums of amounts may leave their range
 */
public record RollupItem(Asset asset, long accounts, BigInteger balance) {
    /** Of these accounts and others in the same asset together. */
    RollupItem plus(RollupItem other) {
        return new RollupItem(asset, accounts + other.accounts, balance.add(other.balance));
    }
}
