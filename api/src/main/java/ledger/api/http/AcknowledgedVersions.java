package ledger.api.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import ledger.api.commands.CommandReply;
import ledger.language.AccountId;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Rejection;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * The versions that this instance has told its clients of in the last minute: a read that names none waits for these, so
 * that a client sees what it was just told of.
 */
final class AcknowledgedVersions {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MAX_ACCOUNTS = 100_000;
    private static final int MAX_TRANSACTIONS = 50_000;

    /**
     * What reads of many accounts wait for: some of each shard, whose events are folded in the order in which they are
     * acknowledged, so that all others are then folded too.
     */
    private static final int MAX_LAST_TOLD = 64;

    /** Guarded by itself: the last that were told of, of each account its last version, the longest ago first. */
    private final LinkedHashMap<AccountId, Told> lastTold = new LinkedHashMap<>();

    private final Cache<AccountId, Long> versions = Caffeine.newBuilder()
            .maximumSize(MAX_ACCOUNTS)
            .expireAfterWrite(KEPT)
            .build();

    private final Cache<TransactionId, Map<AccountId, Long>> ofTransactions = Caffeine.newBuilder()
            .maximumSize(MAX_TRANSACTIONS)
            .expireAfterWrite(KEPT)
            .build();

    /** @param nanoTime when */
    private record Told(long version, long nanoTime) {}

    void note(CommandReply reply) {
        switch (reply.outcome().result()) {
            case AccountResult(var account) -> note(account.id(), account.version());
            case TransactionResult transaction -> note(transaction);
            case Rejection _ -> reply.left().versions().forEach(this::note);
        }
    }

    private void note(AccountId account, long version) {
        long last = versions.asMap().merge(account, version, Math::max);
        synchronized (lastTold) {
            lastTold.remove(account);
            lastTold.put(account, new Told(last, System.nanoTime()));
            if (lastTold.size() > MAX_LAST_TOLD) {
                lastTold.pollFirstEntry();
            }
        }
    }

    /** The last version told of, of the accounts that it was told of in this time, though not of more than some dozens. */
    Map<AccountId, Long> within(Duration time) {
        long since = System.nanoTime() - time.toNanos();
        Map<AccountId, Long> told = new HashMap<>();
        synchronized (lastTold) {
            lastTold.forEach((account, last) -> {
                if (last.nanoTime() - since >= 0) {
                    told.put(account, last.version());
                }
            });
        }
        return told;
    }

    private void note(TransactionResult result) {
        Map<AccountId, Long> left = HashMap.newHashMap(result.balances().size());
        result.balances().forEach(after -> {
            note(after.accountId(), after.version());
            left.put(after.accountId(), after.version());
        });
        Map<AccountId, Long> kept = Map.copyOf(left);
        note(result.transaction().id(), kept);
        // A reversal is told of as what it reversed; the client is told where the new transaction is, too.
        TransactionId reversal = result.transaction().reversedBy();
        if (reversal != null) {
            note(reversal, kept);
        }
    }

    private void note(TransactionId transaction, Map<AccountId, Long> left) {
        ofTransactions.asMap().merge(transaction, left, AcknowledgedVersions::latest);
    }

    private static Map<AccountId, Long> latest(Map<AccountId, Long> one, Map<AccountId, Long> other) {
        Map<AccountId, Long> latest = new HashMap<>(one);
        other.forEach((account, version) -> latest.merge(account, version, Math::max));
        return Map.copyOf(latest);
    }

    /** The last version told of, or 0. */
    long of(AccountId account) {
        @Nullable Long version = versions.getIfPresent(account);
        return version == null ? 0 : version;
    }

    /** The last version told of each account that the transaction, or its reversal, touched; empty where none was. */
    Map<AccountId, Long> of(TransactionId transaction) {
        @Nullable Map<AccountId, Long> left = ofTransactions.getIfPresent(transaction);
        return left == null ? Map.of() : left;
    }
}
