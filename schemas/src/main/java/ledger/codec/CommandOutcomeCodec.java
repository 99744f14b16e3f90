package ledger.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.CommandKind;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.Result;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.CommandOutcome.TransactionStatus;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.RequestDigest;
import ledger.language.TransactionId;
import ledger.records.RejectionDetail;
import ledger.records.Sha256;

/** Outcomes to and from {@link ledger.records.CommandOutcome}. */
public final class CommandOutcomeCodec implements Codec<CommandOutcome, ledger.records.CommandOutcome> {
    /** The codec; it has no state. */
    public static final CommandOutcomeCodec INSTANCE = new CommandOutcomeCodec();

    private CommandOutcomeCodec() {}

    @Override
    public ledger.records.CommandOutcome toRecord(CommandOutcome outcome) {
        return new ledger.records.CommandOutcome(
                outcome.commandId().value(),
                outcome.accountId().value(),
                new Sha256(outcome.digest().bytes()),
                ledger.records.CommandKind.valueOf(outcome.kind().name()),
                outcome.decidedAt(),
                toRecord(outcome.result()));
    }

    @Override
    public CommandOutcome fromRecord(ledger.records.CommandOutcome outcome) {
        return new CommandOutcome(
                new CommandId(outcome.getCommandId()),
                new AccountId(outcome.getAccountId()),
                RequestDigest.ofBytes(outcome.getRequestDigest().bytes()),
                CommandKind.valueOf(outcome.getKind().name()),
                outcome.getDecidedAt(),
                fromRecord(outcome.getResult()));
    }

    private static Object toRecord(Result result) {
        return switch (result) {
            case AccountResult(var account) ->
                new ledger.records.AccountResult(AccountCodec.INSTANCE.toRecord(account));
            case TransactionResult transaction ->
                new ledger.records.TransactionResult(
                        transaction.id().value(),
                        ledger.records.TransactionStatus.valueOf(
                                transaction.status().name()),
                        Postings.toRecords(transaction.postings()),
                        transaction.reference(),
                        transaction.metadata(),
                        transaction.recordedAt(),
                        transaction.effectiveAt(),
                        transaction.expiresAt(),
                        transaction.balances().stream()
                                .map(CommandOutcomeCodec::toRecord)
                                .toList());
            case Rejection rejection ->
                new ledger.records.Rejection(rejection.reason().name(), toRecords(rejection.details()));
        };
    }

    private static Result fromRecord(Object result) {
        return switch (result) {
            case ledger.records.AccountResult account ->
                new AccountResult(AccountCodec.INSTANCE.fromRecord(account.getAccount()));
            case ledger.records.TransactionResult transaction ->
                new TransactionResult(
                        new TransactionId(transaction.getTransactionId()),
                        TransactionStatus.valueOf(transaction.getStatus().name()),
                        Postings.fromRecords(transaction.getPostings()),
                        transaction.getReference(),
                        transaction.getMetadata(),
                        transaction.getRecordedAt(),
                        transaction.getEffectiveAt(),
                        transaction.getExpiresAt(),
                        transaction.getBalances().stream()
                                .map(CommandOutcomeCodec::fromRecord)
                                .toList());
            case ledger.records.Rejection rejection ->
                new Rejection(RejectionReason.valueOf(rejection.getReason()), fromRecords(rejection.getDetails()));
            default -> throw new IllegalArgumentException("unknown result " + result.getClass());
        };
    }

    private static ledger.records.BalanceAfter toRecord(BalanceAfter after) {
        return new ledger.records.BalanceAfter(
                after.accountId().value(),
                after.asset().code(),
                after.asset().scale(),
                Values.decimal(after.balance()),
                Values.decimal(after.reserved()),
                Values.decimalOrNull(after.available()),
                after.version());
    }

    private static BalanceAfter fromRecord(ledger.records.BalanceAfter after) {
        return new BalanceAfter(
                new AccountId(after.getAccountId()),
                Values.asset(after.getCurrency(), after.getScale()),
                Values.amount(after.getBalanceMinor()),
                Values.amount(after.getReservedMinor()),
                Values.amountOrNull(after.getAvailableMinor()),
                after.getVersion());
    }

    private static List<RejectionDetail> toRecords(Map<String, Object> details) {
        return details.entrySet().stream()
                .map(detail -> new RejectionDetail(detail.getKey(), detail.getValue()))
                .toList();
    }

    private static Map<String, Object> fromRecords(List<RejectionDetail> details) {
        Map<String, Object> map = new LinkedHashMap<>();
        details.forEach(detail -> map.put(detail.getName(), detail.getValue()));
        return map;
    }
}
