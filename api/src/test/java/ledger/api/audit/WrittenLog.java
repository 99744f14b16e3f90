package ledger.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import ledger.codec.LedgerSerdes;
import ledger.language.Account;
import ledger.language.AccountChange;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandId;
import ledger.language.TransactionId;
import ledger.projections.balances.BalanceFold;
import ledger.registry.SchemaRegistryClients;
import ledger.topics.ChainHash;
import ledger.topics.LedgerHeaders;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A log of two partitions with what is published of it, written by hand, to be tampered with. */
final class WrittenLog {
    static final Asset EUR = new Asset("EUR", 2);
    static final LedgerSerdes SERDES =
            new LedgerSerdes(SchemaRegistryClients.of(Map.of(SchemaRegistryClients.URL, "mock://audit")));
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    /** By partition. Offsets are those of the places in the lists unless somebody says else. */
    final List<List<ConsumerRecord<byte[], byte[]>>> events = List.of(new ArrayList<>(), new ArrayList<>());

    final List<List<ConsumerRecord<byte[], byte[]>>> balances = List.of(new ArrayList<>(), new ArrayList<>());

    private final Map<String, Account> accounts = new HashMap<>();

    static int partition(String account) {
        return ShardPartitioner.shardOf(account, 2);
    }

    /** Appends the next event of an account, chained, and publishes the account. */
    void write(
            String account,
            String transaction,
            AccountChange change,
            long balance,
            long reserved,
            long incoming,
            int reservations) {
        AccountEvent event = event(account, transaction, change, balance, reserved, incoming, reservations);
        Account after = BalanceFold.after(accounts.get(account), event);
        accounts.put(account, after);
        append(partition(account), account, event);
        publish(after);
    }

    private AccountEvent event(
            String account,
            String transaction,
            AccountChange change,
            long balance,
            long reserved,
            long incoming,
            int reservations) {
        Account before = accounts.get(account);
        return new AccountEvent(
                new AccountId(account),
                before == null ? 1 : before.version() + 1,
                transaction.isEmpty() ? null : new TransactionId(transaction),
                new CommandId("command"),
                EUR,
                Amount.ofMinor(balance),
                Amount.ofMinor(reserved),
                Amount.ofMinor(incoming),
                reservations,
                TIME,
                TIME,
                change);
    }

    /** Appends an event wherever one likes, chained. */
    void append(int partition, String key, AccountEvent event) {
        List<ConsumerRecord<byte[], byte[]>> records = events.get(partition);
        records.add(record(
                Topics.EVENTS,
                partition,
                records.size(),
                key,
                SERDES.events().serializer().serialize(Topics.EVENTS, event)));
        chain(partition, records.size() - 1);
    }

    void publish(Account account) {
        int partition = partition(account.id().value());
        List<ConsumerRecord<byte[], byte[]>> records = balances.get(partition);
        records.add(record(
                Topics.BALANCES,
                partition,
                records.size(),
                account.id().value(),
                SERDES.balances().serializer().serialize(Topics.BALANCES, account)));
    }

    Account account(String id) {
        return Optional.ofNullable(accounts.get(id)).orElseThrow();
    }

    private static ConsumerRecord<byte[], byte[]> record(
            String topic, int partition, long offset, String key, byte[] value) {
        return record(topic, partition, offset, key.getBytes(UTF_8), value, new RecordHeaders());
    }

    private static ConsumerRecord<byte[], byte[]> record(
            String topic, int partition, long offset, byte[] key, byte[] value, Headers headers) {
        return new ConsumerRecord<>(
                topic, partition, offset, 0, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
    }

    /** The place of the n-th event of an account in its partition. */
    int indexOf(String account, int version) {
        List<ConsumerRecord<byte[], byte[]>> records = events.get(partition(account));
        for (int i = 0; i < records.size(); i++) {
            AccountEvent event = event(records.get(i));
            if (event.accountId().value().equals(account) && event.version() == version) {
                return i;
            }
        }
        throw new AssertionError(account + " has no version " + version);
    }

    static AccountEvent event(ConsumerRecord<byte[], byte[]> record) {
        return SERDES.events().deserializer().deserialize(Topics.EVENTS, record.value());
    }

    /** Puts another event in the place of one, under the same headers. */
    void replace(int partition, int index, AccountEvent event) {
        ConsumerRecord<byte[], byte[]> record = events.get(partition).get(index);
        events.get(partition)
                .set(
                        index,
                        record(
                                Topics.EVENTS,
                                partition,
                                record.offset(),
                                record.key(),
                                SERDES.events().serializer().serialize(Topics.EVENTS, event),
                                record.headers()));
    }

    /** Puts a record of the log somewhere, under its headers and with another key or offset. */
    void insert(int partition, int index, ConsumerRecord<byte[], byte[]> record, byte[] key) {
        events.get(partition)
                .add(
                        index,
                        record(
                                Topics.EVENTS,
                                partition,
                                index,
                                key,
                                record.value(),
                                new RecordHeaders(record.headers())));
        renumber(partition, index);
    }

    ConsumerRecord<byte[], byte[]> remove(int partition, int index) {
        ConsumerRecord<byte[], byte[]> removed = events.get(partition).remove(index);
        renumber(partition, index);
        return removed;
    }

    private void renumber(int partition, int from) {
        List<ConsumerRecord<byte[], byte[]>> records = events.get(partition);
        for (int i = from; i < records.size(); i++) {
            ConsumerRecord<byte[], byte[]> record = records.get(i);
            records.set(i, record(Topics.EVENTS, partition, i, record.key(), record.value(), record.headers()));
        }
    }

    /** Chains the records of a partition from one on, as whoever knows how the chain is made can do it. */
    void chain(int partition, int from) {
        ChainHash hash = new ChainHash();
        List<ConsumerRecord<byte[], byte[]>> records = events.get(partition);
        for (int i = from; i < records.size(); i++) {
            byte[] before =
                    i == 0 ? null : LedgerHeaders.bytes(records.get(i - 1).headers(), LedgerHeaders.CHAIN_HASH);
            byte[] previous = before == null ? ChainHash.none() : before;
            ConsumerRecord<byte[], byte[]> record = records.get(i);
            LedgerHeaders.put(record.headers(), LedgerHeaders.CHAIN_PREVIOUS, previous);
            LedgerHeaders.put(
                    record.headers(), LedgerHeaders.CHAIN_HASH, hash.of(previous, record.key(), record.value()));
        }
    }

    /** As earlier builds wrote it. */
    void unchain(int partition, int before) {
        for (int i = 0; i < before; i++) {
            Headers headers = events.get(partition).get(i).headers();
            headers.remove(LedgerHeaders.CHAIN_PREVIOUS);
            headers.remove(LedgerHeaders.CHAIN_HASH);
        }
    }

    AuditReport audit() {
        return audit(Map.of());
    }

    AuditReport audit(Map<Integer, Head> heads) {
        SortedMap<Integer, Long> ends = new TreeMap<>();
        ends.put(0, (long) events.get(0).size());
        ends.put(1, (long) events.get(1).size());
        LedgerAudit audit = new LedgerAudit(
                ends,
                heads,
                () -> SERDES.events().deserializer(),
                SERDES.balances().deserializer());
        events.forEach(records -> records.forEach(audit::event));
        if (!audit.isFaulty()) {
            balances.forEach(records -> records.forEach(audit::balance));
            audit.balancesRead();
        }
        return audit.report();
    }
}
