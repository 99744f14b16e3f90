package ledger.projections.transactions;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountClosed;
import ledger.language.AccountChange.AccountFrozen;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.AccountUnfrozen;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.AccountChange.FundsCaptured;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountChange.TransactionReversed;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Posting;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * What an event of an account does to its transaction. Pure.
 *
 * <p>The events of one account, the <i>home</i>, tell of the whole transaction: the first of them has all postings. Those
 * of the others tell what it did to them alone.
 */
final class TransactionFold {
    private TransactionFold() {}

    /** What becomes of the transaction. */
    sealed interface Step {}

    /**
     * The event is its home's, and it stands like this now.
     *
     * @param underWay something is reserved for it, and it is not known yet whether it comes to be
     */
    record Home(Transaction transaction, boolean underWay) implements Step {}

    /** The event is another account's: what counts is how that account stands now. */
    record Leg() implements Step {}

    /** It never came to be. */
    record Gone() implements Step {}

    /** Nothing that readers see. */
    record Nothing() implements Step {}

    /** Whether the event may go on with what an earlier one of the same account began. */
    static boolean goesOn(AccountChange change) {
        return switch (change) {
            case TransactionPosted posted -> !posted.postings().isEmpty();
            case TransactionReversed reversed -> !reversed.postings().isEmpty();
            case FundsCaptured _, FundsReleased _ -> true;
            case FundsReserved _,
                    FundsDeposited _,
                    FundsWithdrawn _,
                    AccountOpened _,
                    AccountUpdated _,
                    AccountFrozen _,
                    AccountUnfrozen _,
                    AccountClosed _ -> false;
        };
    }

    /**
     * The step that an event of the transaction is.
     *
     * @param known what earlier events of the same account made of it, where that is its home; else {@code null}
     */
    static Step step(AccountEvent event, TransactionId id, @Nullable Home known) {
        return switch (event.change()) {
            case FundsDeposited deposited ->
                posted(event, id, known)
                        .of(single(event, AccountId.WORLD, event.accountId(), deposited.amount()))
                        .with(deposited.reference(), deposited.metadata());
            case FundsWithdrawn withdrawn ->
                posted(event, id, known)
                        .of(single(event, event.accountId(), AccountId.WORLD, withdrawn.amount()))
                        .with(withdrawn.reference(), withdrawn.metadata());
            case TransactionPosted posted ->
                posted(event, id, known).of(posted.postings()).with(posted.reference(), posted.metadata());
            case TransactionReversed reversed ->
                posted(event, id, known)
                        .of(reversed.postings())
                        .reversing(reversed.reversed())
                        .with(reversed.reference(), reversed.metadata());
            case FundsReserved reserved -> reserved(event, id, reserved);
            case FundsCaptured captured -> known == null ? new Leg() : captured(known.transaction(), captured);
            case FundsReleased released -> released(known, released.cause());
            case AccountOpened _, AccountUpdated _, AccountFrozen _, AccountUnfrozen _, AccountClosed _ ->
                new Nothing();
        };
    }

    private static List<Posting> single(AccountEvent event, AccountId from, AccountId to, Amount amount) {
        return List.of(new Posting(from, to, amount, event.asset()));
    }

    /** A transaction that was posted, at the times of its first event at home. */
    private static Posted posted(AccountEvent event, TransactionId id, @Nullable Home known) {
        return known == null
                ? new Posted(id, event.recordedAt(), event.effectiveAt(), List.of(), null)
                : new Posted(
                        id,
                        known.transaction().recordedAt(),
                        known.transaction().effectiveAt(),
                        List.of(),
                        null);
    }

    private record Posted(
            TransactionId id,
            Instant recordedAt,
            Instant effectiveAt,
            List<Posting> postings,
            @Nullable TransactionId reverses) {
        Posted of(List<Posting> all) {
            return new Posted(id, recordedAt, effectiveAt, all, reverses);
        }

        Posted reversing(TransactionId reversed) {
            return new Posted(id, recordedAt, effectiveAt, postings, reversed);
        }

        Step with(@Nullable String reference, Map<String, String> metadata) {
            if (postings.isEmpty()) {
                return new Leg();
            }
            return new Home(
                    new Transaction(
                            id,
                            TransactionStatus.POSTED,
                            postings,
                            List.of(),
                            reference,
                            metadata,
                            recordedAt,
                            effectiveAt,
                            null,
                            reverses,
                            null),
                    false);
        }
    }

    private static Step reserved(AccountEvent event, TransactionId id, FundsReserved reserved) {
        if (reserved.postings().isEmpty()) {
            return reserved.hold() ? new Leg() : new Nothing();
        }
        return new Home(
                new Transaction(
                        id,
                        TransactionStatus.PENDING,
                        reserved.postings(),
                        reserved.postings().stream().map(_ -> Amount.ZERO).toList(),
                        reserved.reference(),
                        reserved.metadata(),
                        event.recordedAt(),
                        event.effectiveAt(),
                        reserved.expiresAt(),
                        null,
                        null),
                !reserved.hold());
    }

    /** Of one posting, in parts; of several, all of them at once. */
    private static Step captured(Transaction pending, FundsCaptured captured) {
        List<Amount> now = pending.captured();
        if (pending.postings().size() == 1) {
            now = List.of(now.getFirst().plus(size(captured)));
        } else if (!captured.entries().isEmpty()) {
            now = pending.postings().stream().map(Posting::amount).toList();
        }
        return new Home(
                pending.with(captured.ended() ? TransactionStatus.POSTED : TransactionStatus.PENDING, now), false);
    }

    private static Amount size(FundsCaptured captured) {
        return new Amount(captured.entries().stream()
                .map(entry -> entry.amount().minor())
                .reduce(BigInteger.ZERO, BigInteger::add)
                .abs());
    }

    private static Step released(@Nullable Home known, ReleaseCause cause) {
        if (cause == ReleaseCause.REJECTED || (known != null && known.underWay())) {
            return new Gone();
        }
        if (known == null) {
            return new Leg();
        }
        Transaction pending = known.transaction();
        TransactionStatus status = pending.captured().stream().anyMatch(Amount::isPositive)
                ? TransactionStatus.POSTED
                : cause == ReleaseCause.EXPIRED ? TransactionStatus.EXPIRED : TransactionStatus.VOIDED;
        return new Home(pending.with(status, pending.captured()), false);
    }
}
