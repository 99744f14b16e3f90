package ledger.commands.domain.transactions;

import static ledger.language.RejectionReason.ACCOUNT_CLOSED;
import static ledger.language.RejectionReason.ACCOUNT_FROZEN;
import static ledger.language.RejectionReason.ACCOUNT_NOT_FOUND;
import static ledger.language.RejectionReason.AMOUNT_OVERFLOW;
import static ledger.language.RejectionReason.BALANCE_LIMIT_EXCEEDED;
import static ledger.language.RejectionReason.CURRENCY_MISMATCH;
import static ledger.language.RejectionReason.INSUFFICIENT_FUNDS;
import static ledger.language.RejectionReason.SAME_ACCOUNT;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ledger.commands.domain.BalanceRange;
import ledger.language.Account;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Posting;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.ShardMessage.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Whether postings may be applied to the accounts of a shard, one after the other. Whether one may depends, for each of
 * its two accounts, on that account and its own former postings alone: so every shard can tell for its accounts, and the
 * first refusal of all is the one that a single shard would have come to.
 */
final class PostingRules {
    private final List<Posting> postings;
    private final OwnAccounts own;
    private @Nullable Refusal first;

    private PostingRules(List<Posting> postings, OwnAccounts own) {
        this.postings = postings;
        this.own = own;
    }

    /** The first reason, in the documented order, why these may not be posted or reserved; {@code null}: they may. */
    static @Nullable Refusal refusal(List<Posting> postings, OwnAccounts own) {
        PostingRules rules = new PostingRules(postings, own);
        rules.checkAccounts(true);
        if (rules.first == null) {
            rules.checkFunds();
        }
        return rules.first;
    }

    /** The first reason why what is reserved for these may not be posted: that an account may not move. */
    static @Nullable Refusal refusalToCapture(List<Posting> postings, OwnAccounts own) {
        PostingRules rules = new PostingRules(postings, own);
        rules.checkAccounts(false);
        return rules.first;
    }

    private void checkAccounts(boolean isNew) {
        for (int i = 0; i < postings.size(); i++) {
            Posting posting = postings.get(i);
            checkAccount(i, posting.from(), posting, isNew);
            checkAccount(i, posting.to(), posting, isNew);
            if (isNew && posting.from().equals(posting.to())) {
                refuse(
                        i,
                        Rejection.because(SAME_ACCOUNT)
                                .with("accountId", posting.from().value()));
            }
        }
    }

    private void checkAccount(int index, AccountId id, Posting posting, boolean isNew) {
        if (!own.owns(id)) {
            return;
        }
        Account account = own.find(id);
        if (account == null) {
            refuse(index, Rejection.because(ACCOUNT_NOT_FOUND).with("accountId", id.value()));
            return;
        }
        switch (account.status()) {
            case CLOSED -> refuse(index, account, Rejection.because(ACCOUNT_CLOSED));
            case FROZEN -> refuse(index, account, Rejection.because(ACCOUNT_FROZEN));
            case OPEN -> {}
        }
        if (isNew && !posting.asset().equals(account.asset())) {
            refuse(
                    index,
                    account,
                    Rejection.because(CURRENCY_MISMATCH)
                            .with("currency", account.asset().code())
                            .with("requested", posting.asset().code()));
        }
    }

    /** Of accounts that are all there, each in the currency of its postings. */
    private void checkFunds() {
        Map<AccountId, BigInteger> balances = new HashMap<>();
        for (int i = 0; i < postings.size(); i++) {
            Posting posting = postings.get(i);
            debit(i, posting, balances);
            credit(i, posting, balances);
        }
        for (AccountId id : Legs.accounts(postings, own)) {
            checkRange(id);
        }
    }

    private void debit(int index, Posting posting, Map<AccountId, BigInteger> balances) {
        if (!own.owns(posting.from())) {
            return;
        }
        Account account = existing(posting.from());
        BigInteger balance =
                balances.getOrDefault(account.id(), account.balance().minor());
        BigInteger amount = posting.amount().minor();
        BigInteger available = BalanceRange.available(account, balance);
        if (available != null && available.compareTo(amount) < 0) {
            refuse(
                    index,
                    account,
                    Rejection.because(INSUFFICIENT_FUNDS)
                            .with("available", account.asset().format(available))
                            .with("requested", account.asset().format(posting.amount())));
        }
        balances.put(account.id(), balance.subtract(amount));
    }

    private void credit(int index, Posting posting, Map<AccountId, BigInteger> balances) {
        if (!own.owns(posting.to())) {
            return;
        }
        Account account = existing(posting.to());
        BigInteger before =
                balances.getOrDefault(account.id(), account.balance().minor());
        BigInteger after = before.add(posting.amount().minor());
        Amount maxBalance = account.limits().maxBalance();
        if (maxBalance != null && after.add(account.incoming().minor()).compareTo(maxBalance.minor()) > 0) {
            refuse(
                    index,
                    account,
                    Rejection.because(BALANCE_LIMIT_EXCEEDED)
                            .with("balance", account.asset().format(before))
                            .with("incoming", account.asset().format(account.incoming()))
                            .with("requested", account.asset().format(posting.amount()))
                            .with("maxBalance", account.asset().format(maxBalance)));
        }
        balances.put(account.id(), after);
    }

    /** Reserved or posted: in range either way. */
    private void checkRange(AccountId id) {
        Account account = existing(id);
        BigInteger net = Legs.net(postings, id);
        BigInteger reserved = account.reserved().minor().add(net.negate().max(BigInteger.ZERO));
        BigInteger incoming = account.incoming().minor().add(net.max(BigInteger.ZERO));
        if (!BalanceRange.holds(account.balance().minor(), reserved, incoming, account.limits())) {
            refuse(firstOf(id), account, Rejection.because(AMOUNT_OVERFLOW));
        }
    }

    private int firstOf(AccountId id) {
        for (int i = 0; i < postings.size(); i++) {
            if (postings.get(i).from().equals(id) || postings.get(i).to().equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException(id + " takes no part");
    }

    private Account existing(AccountId id) {
        Account account = own.find(id);
        if (account == null) {
            throw new IllegalStateException(id + " was there a moment ago");
        }
        return account;
    }

    private void refuse(int index, Account account, Rejection rejection) {
        refuse(index, rejection.with("accountId", account.id().value()).with("version", account.version()));
    }

    private void refuse(int index, Rejection rejection) {
        first = Refusal.first(first, new Refusal(rejection.with("posting", (long) index), index));
    }

    /** The first reason that accounts can give against new postings. */
    static final RejectionReason FIRST_OF_NEW = ACCOUNT_NOT_FOUND;

    /** The first reason that accounts can give against a capture. */
    static final RejectionReason FIRST_OF_CAPTURE = ACCOUNT_CLOSED;
}
