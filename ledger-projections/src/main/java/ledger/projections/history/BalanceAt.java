package ledger.projections.history;

import java.math.BigInteger;
import ledger.language.Asset;

/**
 * An account's balance at a time.
 *
 * @param version the account's last one in the store that this was read from; the balance is not older
 * @param minor in minor units. Without bound: entries that count from other times than when they were recorded may come
 *     to what the account never held
 */
public record BalanceAt(long version, Asset asset, BigInteger minor) {}
