package ledger.projections;

import ledger.language.Asset;

/**
 * A page of what is known of an account. All of it was read from one store, the version first: the page is not older.
 *
 * @param version the account's last one in that store
 */
public record AccountPage<T>(long version, Asset asset, Page<T, Long> page) {}
