package ledger.commands.domain.transactions;

import ledger.language.Account;
import ledger.language.AccountId;
import org.jspecify.annotations.Nullable;

/** The accounts of one shard as they stand. */
public interface OwnAccounts {
    /** Whether an account belongs to the shard, opened or not. Boundary accounts belong to none. */
    boolean owns(AccountId account);

    /** The account; {@code null} where it was never opened. */
    @Nullable Account find(AccountId account);
}
