package ledger.api.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Asset;
import ledger.language.TransactionId;
import ledger.projections.Movements;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The transactions of which not everything has been seen: postings with one side, and reservations. Both sides of a posting
 * are told by different accounts, which may be in different partitions. May be used by several threads.
 *
 * <p>One side alone is in transit while something is reserved for the transaction anywhere: the other side comes when
 * that ends. If nothing is, it will never come.
 */
final class OpenTransactions {
    private final Map<TransactionId, Open> open = new ConcurrentHashMap<>();

    /** What left an account for another, or came from there, and is not told by the other one. */
    private record Side(AccountId account, AccountId counterparty, Asset asset, BigInteger amount) {
        /** Whether it is of these two accounts, told by either of them. */
        boolean isBetween(AccountId one, AccountId other, Asset what) {
            return asset.equals(what)
                    && (account.equals(one)
                            ? counterparty.equals(other)
                            : account.equals(other) && counterparty.equals(one));
        }

        @Override
        public String toString() {
            return asset.format(amount) + " " + asset.code() + " on " + account.value() + " against "
                    + counterparty.value();
        }
    }

    private static final class Open {
        final List<Side> sides = new ArrayList<>(1);
        final int partition;
        final long offset;
        final AccountId account;
        int reservations;
        boolean judged;

        Open(int partition, long offset, AccountId account) {
            this.partition = partition;
            this.offset = offset;
            this.account = account;
        }

        boolean isHalf() {
            return judged && reservations == 0 && !sides.isEmpty();
        }

        Fault fault(TransactionId id) {
            return new Fault(
                    Topics.EVENTS,
                    partition,
                    offset,
                    account.value(),
                    "transaction " + id.value() + " does not sum to zero",
                    "both sides of each posting",
                    "only " + sides.getFirst());
        }

        void add(AccountId account, AccountId counterparty, Asset asset, BigInteger amount) {
            for (int i = 0; i < sides.size(); i++) {
                Side side = sides.get(i);
                if (side.isBetween(account, counterparty, asset)) {
                    BigInteger sum = side.amount().add(amount);
                    if (sum.signum() == 0) {
                        sides.remove(i);
                    } else {
                        sides.set(i, new Side(side.account(), side.counterparty(), asset, sum));
                    }
                    return;
                }
            }
            sides.add(new Side(account, counterparty, asset, amount));
        }
    }

    /**
     * Takes an event whose account has found nothing wrong with it.
     *
     * @param reservations by how many the account has more than before
     * @param judged whether all that it depends on will have been read at the end
     */
    void take(ConsumerRecord<byte[], byte[]> record, AccountEvent event, int reservations, boolean judged) {
        TransactionId id = event.transactionId();
        List<Entry> entries = Movements.entries(event.change());
        if (id == null || (reservations == 0 && isOfBoundary(entries))) {
            return;
        }
        open.compute(id, (_, before) -> {
            Open state = before == null ? new Open(record.partition(), record.offset(), event.accountId()) : before;
            state.reservations += reservations;
            state.judged |= judged;
            for (Entry entry : entries) {
                if (!entry.counterparty().isBoundary()) {
                    state.add(
                            event.accountId(),
                            entry.counterparty(),
                            event.asset(),
                            entry.amount().minor());
                }
            }
            return state.sides.isEmpty() && state.reservations == 0 ? null : state;
        });
    }

    private static boolean isOfBoundary(List<Entry> entries) {
        for (Entry entry : entries) {
            if (!entry.counterparty().isBoundary()) {
                return false;
            }
        }
        return true;
    }

    /** Those whose other side will never come, in the order of their first records. */
    List<Fault> halves() {
        return open.entrySet().stream()
                .filter(entry -> entry.getValue().isHalf())
                .map(entry -> entry.getValue().fault(entry.getKey()))
                .sorted(Fault.BY_PLACE)
                .toList();
    }

    /** How many have one side and still wait for the other. */
    long inTransit() {
        return open.values().stream().filter(state -> !state.sides.isEmpty()).count();
    }

    /** What is on accounts by postings with one side only, in minor units of each asset. */
    Map<Asset, BigInteger> oneSided() {
        Map<Asset, BigInteger> sums = new HashMap<>();
        for (Open state : open.values()) {
            state.sides.forEach(side -> sums.merge(side.asset(), side.amount(), BigInteger::add));
        }
        return sums;
    }
}
