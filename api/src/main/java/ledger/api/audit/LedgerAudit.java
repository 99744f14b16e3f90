package ledger.api.audit;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import ledger.api.audit.AuditReport.Currency;
import ledger.api.log.LogDecoder;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.Asset;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The audit of a ledger, fed with the records of its events and then with its published balances, of each partition in
 * order. It takes the memory of one small object for each account, and of one for each transaction of which not all was
 * read yet; so partitions are best read side by side.
 */
public final class LedgerAudit {
    private final SortedMap<Integer, PartitionAudit> partitions = new TreeMap<>();
    private final OpenTransactions transactions = new OpenTransactions();
    private final PublishedBalances published;

    /**
     * An audit that has read nothing yet.
     *
     * @param ends of each partition the offset before which all that an event depends on will have been read at the end
     * @param heads records to be found, by partition
     * @param events makes a deserializer for a partition, which is used by the thread that reads it
     */
    public LedgerAudit(
            SortedMap<Integer, Long> ends,
            Map<Integer, Head> heads,
            Supplier<Deserializer<AccountEvent>> events,
            Deserializer<Account> balances) {
        ends.forEach((partition, end) -> partitions.put(
                partition,
                new PartitionAudit(
                        partition,
                        ends.size(),
                        end,
                        heads.get(partition),
                        new LogDecoder<>(Topics.EVENTS, events.get()),
                        transactions)));
        this.published = new PublishedBalances(partitions, new LogDecoder<>(Topics.BALANCES, balances));
    }

    /**
     * Takes a record of the events. Different partitions may be taken by different threads, before any balance is.
     *
     * @throws ledger.api.log.LogException if its schema cannot be asked for
     */
    public void event(ConsumerRecord<byte[], byte[]> record) {
        requireNonNull(partitions.get(record.partition())).take(record);
    }

    /** Takes a record of the published balances, once the events have been read to an end. */
    public void balance(ConsumerRecord<byte[], byte[]> record) {
        published.take(record);
    }

    /** The published balances have been read to an end that is later than that of the events. */
    public void balancesRead() {
        published.read();
    }

    /** Takes a record of the events that was written since. */
    public void laterEvent(ConsumerRecord<byte[], byte[]> record) {
        AccountState changed =
                requireNonNull(partitions.get(record.partition())).take(record);
        if (changed != null) {
            published.changed(requireNonNull(PartitionAudit.key(record)), changed);
        }
    }

    /** Whether the events read so far have a fault, so that nothing else need be read. */
    public boolean isFaulty() {
        return partitions.values().stream().anyMatch(partition -> partition.fault() != null);
    }

    /** Whether nothing is missing that the records of transactions under way may still bring. */
    public boolean isSettled() {
        return published.isSettled() && transactions.halves().isEmpty();
    }

    /** The end: what is missing now will not come. */
    public AuditReport report() {
        partitions.values().forEach(PartitionAudit::end);
        List<Fault> faults = new ArrayList<>(partitions.values().stream()
                .map(PartitionAudit::fault)
                .filter(Objects::nonNull)
                .sorted(Fault.BY_PLACE)
                .toList());
        List<Currency> currencies = currencies();
        if (faults.isEmpty()) {
            transactions.halves().stream().findFirst().ifPresent(faults::add);
            if (faults.isEmpty()) {
                currencies.stream()
                        .filter(currency -> !currency.isBalanced())
                        .findFirst()
                        .ifPresent(currency -> faults.add(unbalanced(currency)));
            }
            Fault balance = published.fault();
            if (balance != null) {
                faults.add(balance);
            }
        }
        SortedMap<Integer, Head> heads = new TreeMap<>();
        partitions.forEach((number, partition) -> {
            Head head = partition.chain().head();
            if (head != null) {
                heads.put(number, head);
            }
        });
        long chained = sum(partition -> partition.chain().chained());
        long unchained = sum(partition -> partition.chain().unchained());
        return new AuditReport(
                partitions.size(),
                chained + unchained,
                sum(partition -> partition.accounts().size()),
                sum(PartitionAudit::transactionsMade),
                chained,
                unchained,
                transactions.inTransit(),
                currencies,
                heads,
                faults);
    }

    private long sum(ToLongFunction<PartitionAudit> count) {
        return partitions.values().stream().mapToLong(count).sum();
    }

    private List<Currency> currencies() {
        Map<Asset, BigInteger> accounts = new HashMap<>();
        Map<Asset, BigInteger> boundary = new HashMap<>();
        for (PartitionAudit partition : partitions.values()) {
            partition
                    .accounts()
                    .values()
                    .forEach(state -> accounts.merge(state.asset(), state.balance(), BigInteger::add));
            partition.boundary().forEach((asset, amount) -> boundary.merge(asset, amount, BigInteger::add));
        }
        Map<Asset, BigInteger> oneSided = transactions.oneSided();
        return accounts.entrySet().stream()
                .map(entry -> new Currency(
                        entry.getKey(),
                        entry.getValue(),
                        boundary.getOrDefault(entry.getKey(), BigInteger.ZERO),
                        oneSided.getOrDefault(entry.getKey(), BigInteger.ZERO).negate()))
                .sorted(Comparator.comparing(Currency::asset))
                .toList();
    }

    /** Of no record: each by itself follows from those before it, and together they don't. */
    private static Fault unbalanced(Currency currency) {
        return new Fault(
                Topics.EVENTS,
                -1,
                -1,
                null,
                "the totals of " + currency.asset().code() + " do not sum to zero",
                "0",
                currency.accounts() + " on accounts, " + currency.boundary() + " outside, " + currency.inTransit()
                        + " in transit, in minor units");
    }
}
