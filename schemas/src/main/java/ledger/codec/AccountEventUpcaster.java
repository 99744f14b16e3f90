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
import ledger.language.Limits;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * The one place where events of every released schema become those of today's language. Avro has resolved a record to the
 * latest schema before, and put defaults where the writer had no field; what such a default says is decided here, so that
 * the rest of the code never asks how old an event is.
 *
 * <table>
 *   <caption>Versions of the schema</caption>
 *   <tr><th>version</th><th>what is new</th><th>what records before it become</th></tr>
 *   <tr><td>2</td><td>{@code AccountUpdated.formerLimits}</td><td>limits that are not told</td></tr>
 *   <tr><td>2</td><td>{@code AccountEvent.eventId} is deprecated</td><td>the same: it is not read, since
 *       {@link AccountEvent#eventId()} follows from the account and the version</td></tr>
 * </table>
 */
final class AccountEventUpcaster {
    private AccountEventUpcaster() {}

    /**
     * The event of a record.
     *
     * @throws IllegalArgumentException if the record holds what no event can be made of
     */
    static AccountEvent upcast(ledger.records.AccountEvent event) {
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

    private static AccountChange fromRecord(Object change) {
        return switch (change) {
            case ledger.records.AccountOpened opened ->
                new AccountOpened(
                        Values.limits(opened.getOverdraftLimitMinor(), opened.getMaxBalanceMinor()),
                        opened.getMetadata());
            case ledger.records.AccountUpdated updated ->
                new AccountUpdated(
                        Values.limits(updated.getOverdraftLimitMinor(), updated.getMaxBalanceMinor()),
                        updated.getMetadata(),
                        formerLimits(updated.getFormerLimits()));
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

    /** Records of version 1 have none; and {@link Limits} without a limit say that there was none. */
    private static @Nullable Limits formerLimits(ledger.records.@Nullable FormerLimits former) {
        return former == null ? null : Values.limits(former.getOverdraftLimitMinor(), former.getMaxBalanceMinor());
    }

    private static List<Entry> fromRecords(List<ledger.records.Entry> entries) {
        return entries.stream()
                .map(entry -> new Entry(new AccountId(entry.getCounterparty()), Values.amount(entry.getAmountMinor())))
                .toList();
    }
}
