package ledger.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static ledger.api.audit.BrokenRule.unless;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ledger.api.log.LogDecoder;
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
import ledger.language.Asset;
import ledger.language.Posting;
import ledger.language.TransactionId;
import ledger.projections.Movements;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * The audit of one partition of the events, up to its first fault: what comes after that cannot be judged. Used by one
 * thread at a time.
 */
final class PartitionAudit {
    private final int partition;
    private final int partitions;
    private final long judgedBefore;
    private final LogDecoder<AccountEvent> events;
    private final OpenTransactions transactions;
    private final Chain chain;
    private final Map<String, AccountState> accounts = new HashMap<>();
    private final Map<Asset, BigInteger> boundary = new HashMap<>();

    /** Holds whose accounts are all here, and how many of these have not ended it. */
    private final Map<TransactionId, Integer> holdsHere = new HashMap<>();

    private long made;
    private @Nullable Fault fault;

    /**
     * @param partitions of the log
     * @param judgedBefore the offset before which all that an event depends on will have been read at the end
     * @param expected the head that is to be found; {@code null}: none
     */
    PartitionAudit(
            int partition,
            int partitions,
            long judgedBefore,
            @Nullable Head expected,
            LogDecoder<AccountEvent> events,
            OpenTransactions transactions) {
        this.partition = partition;
        this.partitions = partitions;
        this.judgedBefore = judgedBefore;
        this.events = events;
        this.transactions = transactions;
        this.chain = new Chain(expected);
    }

    @Nullable Fault fault() {
        return fault;
    }

    Chain chain() {
        return chain;
    }

    /** How many transactions began here: deposits, withdrawals, and those sent to accounts of this partition. */
    long transactionsMade() {
        return made;
    }

    Map<String, AccountState> accounts() {
        return accounts;
    }

    /** What the boundary accounts have got from accounts of this partition, in minor units. */
    Map<Asset, BigInteger> boundary() {
        return boundary;
    }

    /** Takes the next record; returns the account that it has changed, {@code null} where there is a fault. */
    @Nullable AccountState take(ConsumerRecord<byte[], byte[]> record) {
        if (fault != null) {
            return null;
        }
        try {
            chain.next(record);
            AccountEvent event = event(record);
            return apply(record, event);
        } catch (BrokenRule e) {
            fault = e.at(Topics.EVENTS, partition, record.offset(), key(record));
            return null;
        }
    }

    /** All records are known. */
    void end() {
        if (fault != null) {
            return;
        }
        try {
            chain.end();
        } catch (BrokenRule e) {
            fault = e.at(Topics.EVENTS, partition, chain.missing(), null);
        }
    }

    private AccountEvent event(ConsumerRecord<byte[], byte[]> record) {
        AccountEvent event;
        try {
            event = events.decode(record.value());
        } catch (SerializationException e) {
            throw new BrokenRule("a record that is no event", "an AccountEvent", e.getMessage());
        }
        requireOwn(record, event.accountId().value(), partitions);
        unless(
                !event.accountId().isBoundary(),
                "an event of a boundary account",
                "an account of the ledger",
                event.accountId().value());
        return event;
    }

    /** The key is the account's, and the partition its shard. */
    static void requireOwn(ConsumerRecord<byte[], byte[]> record, String account, int partitions) {
        unless(account.equals(key(record)), "the key is not the account of the record", account, key(record));
        int shard = ShardPartitioner.shardOf(account, partitions);
        unless(shard == record.partition(), "the account lives in another partition", shard, record.partition());
    }

    static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? null : new String(record.key(), UTF_8);
    }

    private AccountState apply(ConsumerRecord<byte[], byte[]> record, AccountEvent event) {
        TransactionId id = event.transactionId();
        AccountState account = accounts.get(event.accountId().value());
        if (account == null) {
            account = new AccountState(event.asset());
            accounts.put(event.accountId().value(), account);
        }
        int before = account.reservations();
        account.apply(event, record.offset(), id != null && holdsHere.containsKey(id));
        boolean ends = account.reservations() < before;
        count(event, id, ends);
        transactions.take(record, event, account.reservations() - before, record.offset() < judgedBefore);
        return account;
    }

    private void count(AccountEvent event, @Nullable TransactionId id, boolean ends) {
        AccountChange change = event.change();
        switch (change) {
            case FundsDeposited _, FundsWithdrawn _ -> made++;
            case TransactionPosted posted -> made += posted.postings().isEmpty() ? 0 : 1;
            case TransactionReversed reversed -> made += reversed.postings().isEmpty() ? 0 : 1;
            case FundsReserved reserved
            when reserved.hold() && !reserved.postings().isEmpty() -> {
                made++;
                hold(requireNonNull(id), reserved.postings());
            }
            case FundsCaptured _, FundsReleased _ -> {
                if (ends) {
                    holdsHere.computeIfPresent(requireNonNull(id), (_, left) -> left == 1 ? null : left - 1);
                }
            }
            case FundsReserved _ -> {}
            case AccountOpened _, AccountUpdated _, AccountFrozen _, AccountUnfrozen _, AccountClosed _ -> {}
        }
        for (Entry entry : Movements.entries(change)) {
            if (entry.counterparty().isBoundary()) {
                boundary.merge(event.asset(), entry.amount().minor().negate(), BigInteger::add);
            }
        }
    }

    private void hold(TransactionId id, List<Posting> postings) {
        var involved = Posting.accounts(postings);
        if (involved.stream().allMatch(account -> ShardPartitioner.shardOf(account.value(), partitions) == partition)) {
            holdsHere.put(id, involved.size());
        }
    }
}
