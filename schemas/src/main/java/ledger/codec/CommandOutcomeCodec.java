package ledger.codec;

import java.util.List;
import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.CommandKind;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.Result;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Rejection;
import ledger.language.RequestDigest;
import ledger.language.Transaction;
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
            case TransactionResult(Transaction transaction, List<BalanceAfter> balances) ->
                new ledger.records.TransactionResult(
                        TransactionCodec.INSTANCE.toRecord(transaction), Balances.toRecords(balances));
            case Rejection rejection -> Rejections.toRecord(rejection);
        };
    }

    private static Result fromRecord(Object result) {
        return switch (result) {
            case ledger.records.AccountResult account ->
                new AccountResult(AccountCodec.INSTANCE.fromRecord(account.getAccount()));
            case ledger.records.TransactionResult transaction ->
                new TransactionResult(
                        TransactionCodec.INSTANCE.fromRecord(transaction.getTransaction()),
                        Balances.fromRecords(transaction.getBalances()));
            case ledger.records.Rejection rejection -> Rejections.fromRecord(rejection);
            default -> throw new IllegalArgumentException("unknown result " + result.getClass());
        };
    }
}
