package ledger.api.audit;

import static java.util.Objects.requireNonNull;
import static ledger.api.audit.BrokenRule.unless;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import ledger.api.log.LogDecoder;
import ledger.language.Account;
import ledger.language.Amount;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * The published balances against the accounts that the events make. Of each account the newest version that is published
 * must be there, and be as its event left it. An account that has moved on since the events were read is compared once they
 * are read so far. Used by one thread.
 */
final class PublishedBalances {
    private final SortedMap<Integer, PartitionAudit> partitions;
    private final LogDecoder<Account> balances;

    /** Accounts that are published in a version of which no event was read yet. */
    private final Map<String, Ahead> ahead = new HashMap<>();

    /** Accounts that are published in an older version than they had when the balances were read. */
    private final Map<String, Behind> behind = new HashMap<>();

    private @Nullable Fault fault;

    private record Ahead(ConsumerRecord<byte[], byte[]> record, Account account) {}

    private record Behind(long version, Fault fault) {}

    PublishedBalances(SortedMap<Integer, PartitionAudit> partitions, LogDecoder<Account> balances) {
        this.partitions = partitions;
        this.balances = balances;
    }

    /** Takes a published balance. */
    void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            Account account = account(record);
            @Nullable PartitionAudit partition = partitions.get(record.partition());
            @Nullable AccountState state = partition == null
                    ? null
                    : partition.accounts().get(account.id().value());
            if (state == null || account.version() > state.version()) {
                ahead.put(account.id().value(), new Ahead(record, account));
            } else {
                if (account.version() == state.version()) {
                    compare(account, state);
                }
                published(account, state);
            }
        } catch (BrokenRule e) {
            found(e, record);
        }
    }

    /** The last record counts, not the newest version: it is the one that compaction leaves. */
    private void published(Account account, AccountState state) {
        state.published(account.version());
        Behind waiting = behind.get(account.id().value());
        if (waiting != null && waiting.version() <= account.version()) {
            behind.remove(account.id().value());
        }
    }

    private Account account(ConsumerRecord<byte[], byte[]> record) {
        Account account;
        try {
            account = balances.decode(record.value());
        } catch (SerializationException e) {
            throw new BrokenRule("a record that is no balance", "an AccountBalance", e.getMessage());
        }
        PartitionAudit.requireOwn(record, account.id().value(), partitions.size());
        return account;
    }

    /** An event has changed an account since the balances were read. */
    void changed(String account, AccountState state) {
        Ahead published = ahead.get(account);
        if (published != null && published.account().version() == state.version()) {
            ahead.remove(account);
            try {
                compare(published.account(), state);
                published(published.account(), state);
            } catch (BrokenRule e) {
                found(e, published.record());
            }
        }
    }

    private static void compare(Account published, AccountState state) {
        unless(published.asset().equals(state.asset()), "the published currency", state.asset(), published.asset());
        compare("balance", new Amount(state.balance()), published.balance(), published);
        compare("reserved amount", new Amount(state.reserved()), published.reserved(), published);
        compare("incoming amount", new Amount(state.incoming()), published.incoming(), published);
        unless(published.status() == state.status(), "the published status", state.status(), published.status());
        unless(published.limits().equals(state.limits()), "the published limits", state.limits(), published.limits());
    }

    private static void compare(String what, Amount folded, Amount said, Account published) {
        if (!folded.equals(said)) {
            throw new BrokenRule(
                    "the published " + what + " of version " + published.version() + " is not that of the log",
                    published.asset().format(folded),
                    published.asset().format(said));
        }
    }

    private void found(BrokenRule rule, ConsumerRecord<byte[], byte[]> record) {
        first(rule.at(Topics.BALANCES, record.partition(), record.offset(), PartitionAudit.key(record)));
    }

    private void first(Fault next) {
        if (fault == null || Fault.BY_PLACE.compare(next, fault) < 0) {
            fault = next;
        }
    }

    /** The balances were read to an end that is later than that of the events: each account must have been among them. */
    void read() {
        partitions.forEach((partition, audit) -> audit.accounts().forEach((id, state) -> {
            if (state.published() < state.version()) {
                BrokenRule rule = new BrokenRule(
                        "the account is not published as it stands",
                        "version " + state.version() + " in " + Topics.BALANCES,
                        state.published() == 0 ? "nothing" : "version " + state.published());
                behind.put(id, new Behind(state.version(), rule.at(Topics.EVENTS, partition, state.offset(), id)));
            }
        }));
    }

    /** Whether nothing is missing that may still come. */
    boolean isSettled() {
        return ahead.isEmpty() && behind.isEmpty();
    }

    /** The first fault; whatever has not come by now is one. */
    @Nullable Fault fault() {
        behind.values().forEach(waiting -> first(waiting.fault()));
        ahead.forEach((id, published) -> {
            ConsumerRecord<byte[], byte[]> record = published.record();
            AccountState state = requireNonNull(partitions.get(record.partition()))
                    .accounts()
                    .get(id);
            found(
                    new BrokenRule(
                            "a version was published that the log does not have",
                            state == null ? "no such account" : "version " + state.version(),
                            "version " + published.account().version()),
                    record);
        });
        return fault;
    }
}
