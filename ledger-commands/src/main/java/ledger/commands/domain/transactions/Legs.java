package ledger.commands.domain.transactions;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Posting;

/** The sides of postings that fall on one account. */
final class Legs {
    private Legs() {}

    /** The accounts of a shard that take part in these postings, in their order. */
    static List<AccountId> accounts(List<Posting> postings, OwnAccounts own) {
        return Posting.accounts(postings).stream().filter(own::owns).toList();
    }

    /** The account's sides, in the order of the postings. */
    static List<Entry> entries(List<Posting> postings, AccountId account) {
        List<Entry> entries = new ArrayList<>();
        for (Posting posting : postings) {
            if (posting.from().equals(account)) {
                entries.add(new Entry(posting.to(), posting.amount().negated()));
            } else if (posting.to().equals(account)) {
                entries.add(new Entry(posting.from(), posting.amount()));
            }
        }
        return entries;
    }

    /** What they come to for the account: positive into it. Not an amount: part of the sums may be out of range. */
    static BigInteger net(List<Posting> postings, AccountId account) {
        return entries(postings, account).stream()
                .map(Entry::amount)
                .map(Amount::minor)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
