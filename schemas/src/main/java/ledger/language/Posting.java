package ledger.language;

/**
 * Moves an amount from one account to another; either may be {@link AccountId#WORLD}.
 *
 * @param amount positive, in minor units of the asset
 */
public record Posting(AccountId from, AccountId to, Amount amount, Asset asset) {
    /** @throws IllegalArgumentException if the amount is not positive */
    public Posting {
        Require.positive(amount);
    }
}
