package ledger.language;

import java.util.List;
import java.util.stream.Stream;

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

    /** The same with another amount. */
    public Posting of(Amount other) {
        return new Posting(from, to, other, asset);
    }

    /** The opposite. */
    public Posting reversed() {
        return new Posting(to, from, amount, asset);
    }

    /** Every account of these postings but boundary accounts, in their order, each once. */
    public static List<AccountId> accounts(List<Posting> postings) {
        return postings.stream()
                .flatMap(posting -> Stream.of(posting.from, posting.to))
                .filter(account -> !account.isBoundary())
                .distinct()
                .toList();
    }
}
