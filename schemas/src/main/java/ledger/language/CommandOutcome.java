package ledger.language;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command: the first answer, given again to every retry for ever.
 *
 * @param digest of the request that was decided
 */
public record CommandOutcome(
        CommandId commandId,
        AccountId accountId,
        RequestDigest digest,
        CommandKind kind,
        Instant decidedAt,
        Result result) {

    /** The answer: an account, a transaction, or a {@link Rejection}. */
    public sealed interface Result permits AccountResult, TransactionResult, Rejection {}

    /** The command's account as it stood right after. */
    public record AccountResult(Account account) implements Result {}

    /**
     * What a transaction left on an account.
     *
     * @param available {@code null}: unlimited
     */
    public record BalanceAfter(
            AccountId accountId,
            Asset asset,
            Amount balance,
            Amount reserved,
            @Nullable Amount available,
            long version) {
        /** Of the account as it stands. */
        public static BalanceAfter of(Account account) {
            return new BalanceAfter(
                    account.id(),
                    account.asset(),
                    account.balance(),
                    account.reserved(),
                    account.available(),
                    account.version());
        }
    }

    /**
     * The transaction as it stood right after the command.
     *
     * @param balances every account that the command touched
     */
    public record TransactionResult(Transaction transaction, List<BalanceAfter> balances) implements Result {
        public TransactionResult {
            balances = List.copyOf(balances);
        }
    }
}
