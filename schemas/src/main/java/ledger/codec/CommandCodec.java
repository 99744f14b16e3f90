package ledger.codec;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import ledger.language.AccountId;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.CloseAccount;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.FreezeAccount;
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.UnfreezeAccount;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.TransactionId;
import ledger.records.ScaledAmount;
import org.jspecify.annotations.Nullable;

/** Commands to and from {@link ledger.records.Command}. */
public final class CommandCodec implements Codec<Command, ledger.records.Command> {
    /** The codec; it has no state. */
    public static final CommandCodec INSTANCE = new CommandCodec();

    private CommandCodec() {}

    @Override
    public ledger.records.Command toRecord(Command command) {
        return new ledger.records.Command(
                command.id().value(),
                command.accountId().value(),
                command.expectedVersion(),
                toRecord(command.instruction()));
    }

    @Override
    public Command fromRecord(ledger.records.Command command) {
        return new Command(
                new CommandId(command.getCommandId()),
                new AccountId(command.getAccountId()),
                command.getExpectedVersion(),
                fromRecord(command.getInstruction()));
    }

    private static Object toRecord(Instruction instruction) {
        return switch (instruction) {
            case OpenAccount open ->
                new ledger.records.OpenAccount(
                        open.asset().code(),
                        open.asset().scale(),
                        Values.decimalOrNull(open.limits().overdraft()),
                        Values.decimalOrNull(open.limits().maxBalance()),
                        open.metadata());
            case UpdateAccount update ->
                new ledger.records.UpdateAccount(
                        toRecord(update.overdraftLimit()), toRecord(update.maxBalance()), nullable(update.metadata()));
            case FreezeAccount() -> new ledger.records.FreezeAccount();
            case UnfreezeAccount() -> new ledger.records.UnfreezeAccount();
            case CloseAccount() -> new ledger.records.CloseAccount();
            case DepositFunds deposit ->
                new ledger.records.DepositFunds(
                        Values.decimal(deposit.amount()),
                        deposit.asset().code(),
                        deposit.asset().scale(),
                        deposit.particulars().reference(),
                        deposit.particulars().effectiveAt(),
                        deposit.particulars().metadata());
            case WithdrawFunds withdraw ->
                new ledger.records.WithdrawFunds(
                        Values.decimal(withdraw.amount()),
                        withdraw.asset().code(),
                        withdraw.asset().scale(),
                        withdraw.particulars().reference(),
                        withdraw.particulars().effectiveAt(),
                        withdraw.particulars().metadata());
            case PostTransaction transaction ->
                new ledger.records.PostTransaction(
                        PostingCodec.toRecords(transaction.postings()),
                        transaction.particulars().reference(),
                        transaction.particulars().effectiveAt(),
                        transaction.pending(),
                        millis(transaction.expiresIn()),
                        transaction.particulars().metadata());
            case CaptureTransaction capture ->
                new ledger.records.CaptureTransaction(
                        capture.transactionId().value(), scaled(capture.amount()), capture.isFinal());
            case VoidTransaction(TransactionId transactionId) ->
                new ledger.records.VoidTransaction(transactionId.value());
            case ReverseTransaction reverse ->
                new ledger.records.ReverseTransaction(
                        reverse.transactionId().value(), reverse.reference(), reverse.metadata());
        };
    }

    private static Instruction fromRecord(Object instruction) {
        return switch (instruction) {
            case ledger.records.OpenAccount open ->
                new OpenAccount(
                        Values.asset(open.getCurrency(), open.getScale()),
                        Values.limits(open.getOverdraftLimitMinor(), open.getMaxBalanceMinor()),
                        open.getMetadata());
            case ledger.records.UpdateAccount update ->
                new UpdateAccount(
                        fromRecord(update.getOverdraftLimit()),
                        fromRecord(update.getMaxBalance()),
                        optional(update.getMetadata()));
            case ledger.records.FreezeAccount _ -> new FreezeAccount();
            case ledger.records.UnfreezeAccount _ -> new UnfreezeAccount();
            case ledger.records.CloseAccount _ -> new CloseAccount();
            case ledger.records.DepositFunds deposit ->
                new DepositFunds(
                        Values.amount(deposit.getAmountMinor()),
                        Values.asset(deposit.getCurrency(), deposit.getScale()),
                        new Particulars(deposit.getReference(), deposit.getEffectiveAt(), deposit.getMetadata()));
            case ledger.records.WithdrawFunds withdraw ->
                new WithdrawFunds(
                        Values.amount(withdraw.getAmountMinor()),
                        Values.asset(withdraw.getCurrency(), withdraw.getScale()),
                        new Particulars(withdraw.getReference(), withdraw.getEffectiveAt(), withdraw.getMetadata()));
            case ledger.records.PostTransaction transaction ->
                new PostTransaction(
                        PostingCodec.fromRecords(transaction.getPostings()),
                        transaction.getPending(),
                        duration(transaction.getExpiresInMillis()),
                        new Particulars(
                                transaction.getReference(), transaction.getEffectiveAt(), transaction.getMetadata()));
            case ledger.records.CaptureTransaction capture ->
                new CaptureTransaction(
                        new TransactionId(capture.getTransactionId()),
                        decimal(capture.getAmount()),
                        capture.getFinal$());
            case ledger.records.VoidTransaction annul ->
                new VoidTransaction(new TransactionId(annul.getTransactionId()));
            case ledger.records.ReverseTransaction reverse ->
                new ReverseTransaction(
                        new TransactionId(reverse.getTransactionId()), reverse.getReference(), reverse.getMetadata());
            default -> throw new IllegalArgumentException("unknown instruction " + instruction.getClass());
        };
    }

    private static Map<String, @Nullable String> nullable(Map<String, Optional<String>> changes) {
        Map<String, @Nullable String> map = new HashMap<>();
        changes.forEach((key, value) -> map.put(key, value.orElse(null)));
        return map;
    }

    private static Map<String, Optional<String>> optional(Map<String, String> changes) {
        Map<String, Optional<String>> map = new HashMap<>();
        changes.forEach((key, value) -> map.put(key, Optional.ofNullable(value)));
        return map;
    }

    private static ledger.records.@Nullable LimitChange toRecord(@Nullable LimitChange change) {
        return change == null ? null : new ledger.records.LimitChange(scaled(change.limit()));
    }

    private static @Nullable LimitChange fromRecord(ledger.records.@Nullable LimitChange change) {
        return change == null ? null : new LimitChange(decimal(change.getLimit()));
    }

    private static @Nullable ScaledAmount scaled(@Nullable BigDecimal decimal) {
        return decimal == null ? null : Values.scaled(decimal);
    }

    private static @Nullable BigDecimal decimal(@Nullable ScaledAmount amount) {
        return amount == null ? null : Values.scaled(amount);
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    private static @Nullable Duration duration(@Nullable Long millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }
}
