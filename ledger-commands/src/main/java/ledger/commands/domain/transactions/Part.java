package ledger.commands.domain.transactions;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import ledger.commands.domain.AccountEvolver;
import ledger.language.Account;
import ledger.language.AccountChange;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountChange.FundsCaptured;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountChange.TransactionReversed;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.Posting;
import ledger.language.ShardMessage.Capture;
import ledger.language.ShardMessage.Hold;
import ledger.language.ShardMessage.Post;
import ledger.language.ShardMessage.Prepare;
import ledger.language.ShardMessage.Refusal;
import ledger.language.ShardMessage.Release;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * A shard's part in a step of a transaction: what it does to the accounts of the shard. Each of them gets one event for
 * each thing done here.
 *
 * @param home the account whose events carry the whole transaction
 */
record Part(TransactionId transactionId, Prepare prepare, AccountId home, OwnAccounts own) {
    /** What was done: the events, and the accounts after them. */
    record Done(List<AccountEvent> events, List<BalanceAfter> balances) {
        static final Done NOTHING = new Done(List.of(), List.of());

        Done {
            events = List.copyOf(events);
            balances = List.copyOf(balances);
        }
    }

    /** Why the step may not be taken; {@code null}: it may. */
    @Nullable Refusal refusal() {
        return switch (prepare.step()) {
            case Post post -> PostingRules.refusal(post.postings(), own);
            case Hold hold -> PostingRules.refusal(hold.postings(), own);
            case Capture capture -> PostingRules.refusalToCapture(capture.postings(), own);
            case Release _ -> null;
        };
    }

    /** Sets aside what the step takes. A capture takes what is set aside already. */
    Done reserve() {
        return switch (prepare.step()) {
            case Post post -> reserve(post.postings(), false, null);
            case Hold hold -> reserve(hold.postings(), true, hold.expiresAt());
            case Capture _, Release _ -> Done.NOTHING;
        };
    }

    /** Undoes {@link #reserve}. */
    Done undo() {
        return switch (prepare.step()) {
            case Post post -> release(post.postings(), ReleaseCause.REJECTED);
            case Hold hold -> release(hold.postings(), ReleaseCause.REJECTED);
            case Capture _, Release _ -> Done.NOTHING;
        };
    }

    /**
     * Does what the step is for. Of a hold, that is to reserve.
     *
     * @param reserved whether {@link #reserve} was done before
     */
    Done complete(boolean reserved) {
        return switch (prepare.step()) {
            case Post post -> post(post, reserved);
            case Hold _ -> reserved ? Done.NOTHING : reserve();
            case Capture capture -> capture(capture);
            case Release release -> release(release.postings(), release.cause());
        };
    }

    private Done reserve(List<Posting> postings, boolean hold, @Nullable Instant expiresAt) {
        return each(postings, account -> {
            BigInteger net = Legs.net(postings, account.id());
            return event(
                    account,
                    Figures.of(account).reserve(net),
                    new FundsReserved(
                            Legs.entries(postings, account.id()),
                            wholeAt(account, postings),
                            hold,
                            expiresAt,
                            prepare.reference(),
                            prepare.metadata()),
                    true);
        });
    }

    private Done post(Post post, boolean reserved) {
        return each(post.postings(), account -> {
            BigInteger net = Legs.net(post.postings(), account.id());
            Figures before = Figures.of(account);
            Figures after = (reserved ? before.release(net).end() : before).move(net);
            List<Entry> entries = Legs.entries(post.postings(), account.id());
            List<Posting> whole = wholeAt(account, post.postings());
            TransactionId reverses = post.reverses();
            AccountChange change = reverses == null
                    ? new TransactionPosted(entries, whole, prepare.reference(), prepare.metadata())
                    : new TransactionReversed(reverses, entries, whole, prepare.reference(), prepare.metadata());
            return event(account, after, change, true);
        });
    }

    private Done capture(Capture capture) {
        List<Posting> all = Stream.concat(capture.captured().stream(), capture.released().stream())
                .toList();
        return each(all, account -> {
            BigInteger captured = Legs.net(capture.captured(), account.id());
            BigInteger released = Legs.net(capture.released(), account.id());
            Figures after =
                    Figures.of(account).release(captured).release(released).move(captured);
            return event(
                    account,
                    capture.ended() ? after.end() : after,
                    new FundsCaptured(
                            Legs.entries(capture.captured(), account.id()),
                            new Amount(released.abs()),
                            capture.ended(),
                            prepare.reference()),
                    true);
        });
    }

    private Done release(List<Posting> postings, ReleaseCause cause) {
        return each(postings, account -> {
            BigInteger net = Legs.net(postings, account.id());
            return event(
                    account,
                    Figures.of(account).release(net).end(),
                    new FundsReleased(new Amount(net.abs()), cause),
                    false);
        });
    }

    /** Makes the event of one account. */
    private interface EventOf {
        AccountEvent of(Account account);
    }

    private Done each(List<Posting> postings, EventOf change) {
        List<AccountEvent> events = new ArrayList<>();
        List<BalanceAfter> balances = new ArrayList<>();
        for (AccountId id : Legs.accounts(postings, own)) {
            Account account = own.find(id);
            if (account == null) {
                throw new IllegalStateException(id + " takes part in " + transactionId + " and was never opened");
            }
            AccountEvent event = change.of(account);
            events.add(event);
            balances.add(BalanceAfter.of(AccountEvolver.evolve(account, event)));
        }
        return new Done(events, balances);
    }

    private List<Posting> wholeAt(Account account, List<Posting> postings) {
        return account.id().equals(home) ? postings : List.of();
    }

    /** @param counts whether it counts when the client says, where the client says so; else when it is recorded */
    private AccountEvent event(Account account, Figures after, AccountChange change, boolean counts) {
        Instant time = prepare.recordedAt();
        Instant recordedAt = account.nextRecordedAt(time);
        Instant told = prepare.effectiveAt();
        return new AccountEvent(
                account.id(),
                account.version() + 1,
                transactionId,
                prepare.commandId(),
                account.asset(),
                new Amount(after.balance()),
                new Amount(after.reserved()),
                new Amount(after.incoming()),
                after.reservations(),
                recordedAt,
                !counts ? recordedAt : told != null ? told : time,
                change);
    }
}
