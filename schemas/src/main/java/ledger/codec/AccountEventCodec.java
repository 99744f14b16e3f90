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
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountChange.TransactionReversed;
import ledger.language.AccountEvent;
import ledger.language.Limits;
import org.jspecify.annotations.Nullable;

/** Events to {@link ledger.records.AccountEvent}, and from it by {@link AccountEventUpcaster}. */
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
        return AccountEventUpcaster.upcast(event);
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
                        updated.metadata(),
                        toRecord(updated.formerLimits()));
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

    private static ledger.records.@Nullable FormerLimits toRecord(@Nullable Limits former) {
        return former == null
                ? null
                : new ledger.records.FormerLimits(
                        Values.decimalOrNull(former.overdraft()), Values.decimalOrNull(former.maxBalance()));
    }

    private static List<ledger.records.Entry> toRecords(List<Entry> entries) {
        return entries.stream()
                .map(entry -> new ledger.records.Entry(entry.counterparty().value(), Values.decimal(entry.amount())))
                .toList();
    }
}
