package ledger.api.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import ledger.language.AccountId;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * The versions that this instance has told its clients of in the last minute: a read that names none waits for these, so
 * that a client sees what it was just told of.
 */
final class AcknowledgedVersions {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MAX_ACCOUNTS = 100_000;

    private final Cache<AccountId, Long> versions = Caffeine.newBuilder()
            .maximumSize(MAX_ACCOUNTS)
            .expireAfterWrite(KEPT)
            .build();

    void note(CommandOutcome outcome) {
        switch (outcome.result()) {
            case AccountResult(var account) -> note(account.id(), account.version());
            case TransactionResult transaction ->
                transaction.balances().forEach(after -> note(after.accountId(), after.version()));
            case Rejection _ -> {}
        }
    }

    private void note(AccountId account, long version) {
        versions.asMap().merge(account, version, Math::max);
    }

    /** The last version told of, or 0. */
    long of(AccountId account) {
        @Nullable Long version = versions.getIfPresent(account);
        return version == null ? 0 : version;
    }
}
