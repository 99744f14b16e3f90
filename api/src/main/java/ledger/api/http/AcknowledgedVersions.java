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
import ledger.topics.ShardPartitioner;
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
     * What reads of many accounts wait for, of each shard. Its events are folded in the order in which it has decided them,
     * so that all from before are then folded too; the last few, since they are not told of in quite that order.
     */
    private static final int LAST_TOLD = 16;

    private final int shards;

    /** By shard, guarded by itself: the last accounts that were told of, the longest ago first. */
    private final Map<Integer, LinkedHashMap<AccountId, Told>> lastTold = new HashMap<>();

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

    /** @param shards how many the ledger has */
    AcknowledgedVersions(int shards) {
        this.shards = shards;
    }

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
            var ofShard = lastTold.computeIfAbsent(
                    ShardPartitioner.shardOf(account.value(), shards), _ -> new LinkedHashMap<>());
            ofShard.putLast(account, new Told(last, System.nanoTime()));
            if (ofShard.size() > LAST_TOLD) {
                ofShard.pollFirstEntry();
            }
        }
    }

    /** The last version told of, of the accounts of each shard that were told of last, as far as in this time. */
    Map<AccountId, Long> within(Duration time) {
        long since = System.nanoTime() - time.toNanos();
        Map<AccountId, Long> told = new HashMap<>();
        synchronized (lastTold) {
            lastTold.values()
                    .forEach(ofShard -> ofShard.forEach((account, last) -> {
                        if (last.nanoTime() - since >= 0) {
                            told.put(account, last.version());
                        }
                    }));
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
