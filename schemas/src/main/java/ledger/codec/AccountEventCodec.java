package ledger.codec;

import java.util.List;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountClosed;
import ledger.language.AccountChange.AccountFrozen;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.AccountUnfrozen;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.AccountChange.Entry;
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
import ledger.language.CommandId;
import ledger.language.TransactionId;

/** Events to and from {@link ledger.records.AccountEvent}. */
public final class AccountEventCodec implements Codec<AccountEvent, ledger.records.AccountEvent> {
    /** The codec; it has no state. */
    public static final AccountEventCodec INSTANCE = new AccountEventCodec();

    private AccountEventCodec() {}

    @Override
    public ledger.records.AccountEvent toRecord(AccountEvent event) {
        return new ledger.records.AccountEvent(
                event.eventId(),
                event.accountId().value(),
                event.version(),
                Values.text(event.transactionId()),
                event.commandId().value(),
                event.asset().code(),
                event.asset().scale(),
                Values.decimal(event.balance()),
                Values.decimal(event.reserved()),
                Values.decimal(event.incoming()),
                event.reservations(),
                event.recordedAt(),
                event.effectiveAt(),
                toRecord(event.change()));
    }

    @Override
    public AccountEvent fromRecord(ledger.records.AccountEvent event) {
        return new AccountEvent(
                new AccountId(event.getAccountId()),
                event.getVersion(),
                Values.transactionId(event.getTransactionId()),
                new CommandId(event.getCommandId()),
                Values.asset(event.getCurrency(), event.getScale()),
                Values.amount(event.getBalanceMinor()),
                Values.amount(event.getReservedMinor()),
                Values.amount(event.getIncomingMinor()),
                event.getReservations(),
                event.getRecordedAt(),
                event.getEffectiveAt(),
                fromRecord(event.getChange()));
    }

    private static Object toRecord(AccountChange change) {
        return switch (change) {
            case AccountOpened opened ->
                new ledger.records.AccountOpened(
                        Values.decimalOrNull(opened.limits().overdraft()),
                        Values.decimalOrNull(opened.limits().maxBalance()),
                        opened.metadata());
            case AccountUpdated updated ->
                new ledger.records.AccountUpdated(
                        Values.decimalOrNull(updated.limits().overdraft()),
                        Values.decimalOrNull(updated.limits().maxBalance()),
                        updated.metadata());
            case AccountFrozen() -> new ledger.records.AccountFrozen();
            case AccountUnfrozen() -> new ledger.records.AccountUnfrozen();
            case AccountClosed() -> new ledger.records.AccountClosed();
            case FundsDeposited deposited ->
                new ledger.records.FundsDeposited(
                        Values.decimal(deposited.amount()), deposited.reference(), deposited.metadata());
            case FundsWithdrawn withdrawn ->
                new ledger.records.FundsWithdrawn(
                        Values.decimal(withdrawn.amount()), withdrawn.reference(), withdrawn.metadata());
            case TransactionPosted posted ->
                new ledger.records.TransactionPosted(
                        toRecords(posted.entries()),
                        PostingCodec.toRecords(posted.postings()),
                        posted.reference(),
                        posted.metadata());
            case FundsReserved reserved ->
                new ledger.records.FundsReserved(
                        toRecords(reserved.entries()),
                        PostingCodec.toRecords(reserved.postings()),
                        reserved.hold(),
                        reserved.expiresAt(),
                        reserved.reference(),
                        reserved.metadata());
            case FundsCaptured captured ->
                new ledger.records.FundsCaptured(
                        toRecords(captured.entries()),
                        Values.decimal(captured.released()),
                        captured.ended(),
                        captured.reference());
            case FundsReleased released ->
                new ledger.records.FundsReleased(
                        Values.decimal(released.released()),
                        ledger.records.ReleaseCause.valueOf(released.cause().name()));
            case TransactionReversed reversed ->
                new ledger.records.TransactionReversed(
                        reversed.reversed().value(),
                        toRecords(reversed.entries()),
                        PostingCodec.toRecords(reversed.postings()),
                        reversed.reference(),
                        reversed.metadata());
        };
    }

    private static AccountChange fromRecord(Object change) {
        return switch (change) {
            case ledger.records.AccountOpened opened ->
                new AccountOpened(
                        Values.limits(opened.getOverdraftLimitMinor(), opened.getMaxBalanceMinor()),
                        opened.getMetadata());
            case ledger.records.AccountUpdated updated ->
                new AccountUpdated(
                        Values.limits(updated.getOverdraftLimitMinor(), updated.getMaxBalanceMinor()),
                        updated.getMetadata());
            case ledger.records.AccountFrozen _ -> new AccountFrozen();
            case ledger.records.AccountUnfrozen _ -> new AccountUnfrozen();
            case ledger.records.AccountClosed _ -> new AccountClosed();
            case ledger.records.FundsDeposited deposited ->
                new FundsDeposited(
                        Values.amount(deposited.getAmountMinor()), deposited.getReference(), deposited.getMetadata());
            case ledger.records.FundsWithdrawn withdrawn ->
                new FundsWithdrawn(
                        Values.amount(withdrawn.getAmountMinor()), withdrawn.getReference(), withdrawn.getMetadata());
            case ledger.records.TransactionPosted posted ->
                new TransactionPosted(
                        fromRecords(posted.getEntries()),
                        PostingCodec.fromRecords(posted.getPostings()),
                        posted.getReference(),
                        posted.getMetadata());
            case ledger.records.FundsReserved reserved ->
                new FundsReserved(
                        fromRecords(reserved.getEntries()),
                        PostingCodec.fromRecords(reserved.getPostings()),
                        reserved.getHold(),
                        reserved.getExpiresAt(),
                        reserved.getReference(),
                        reserved.getMetadata());
            case ledger.records.FundsCaptured captured ->
                new FundsCaptured(
                        fromRecords(captured.getEntries()),
                        Values.amount(captured.getReleasedMinor()),
                        captured.getEnded(),
                        captured.getReference());
            case ledger.records.FundsReleased released ->
                new FundsReleased(
                        Values.amount(released.getReleasedMinor()),
                        ReleaseCause.valueOf(released.getCause().name()));
            case ledger.records.TransactionReversed reversed ->
                new TransactionReversed(
                        new TransactionId(reversed.getReversedTransactionId()),
                        fromRecords(reversed.getEntries()),
                        PostingCodec.fromRecords(reversed.getPostings()),
                        reversed.getReference(),
                        reversed.getMetadata());
            default -> throw new IllegalArgumentException("unknown change " + change.getClass());
        };
    }

    private static List<ledger.records.Entry> toRecords(List<Entry> entries) {
        return entries.stream()
                .map(entry -> new ledger.records.Entry(entry.counterparty().value(), Values.decimal(entry.amount())))
                .toList();
    }

    private static List<Entry> fromRecords(List<ledger.records.Entry> entries) {
        return entries.stream()
                .map(entry -> new Entry(new AccountId(entry.getCounterparty()), Values.amount(entry.getAmountMinor())))
                .toList();
    }
}
