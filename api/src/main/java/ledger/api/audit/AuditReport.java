package ledger.api.audit;

import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import ledger.language.Asset;

/**
 * What an audit came to.
 *
 * @param events how many were verified: where there are faults, those up to the first of each partition
 * @param transactions deposits and withdrawals included
 * @param chained events with hashes
 * @param unchained events from before there was a chain
 * @param inTransit transactions with a posting that has one side so far, because they are under way between shards
 * @param currencies in the order of their codes
 * @param heads the last record of each partition that has one
 * @param faults the first of each partition, in order; then, where the events have none, the first of the transactions and
 *     the first of the published balances
 */
public record AuditReport(
        int partitions,
        long events,
        long accounts,
        long transactions,
        long chained,
        long unchained,
        long inTransit,
        List<Currency> currencies,
        SortedMap<Integer, Head> heads,
        List<Fault> faults) {
    /**
     * The totals of an asset in minor units; they sum to zero.
     *
     * @param accounts on all accounts
     * @param boundary on boundary accounts
     * @param inTransit between shards
     */
    public record Currency(Asset asset, BigInteger accounts, BigInteger boundary, BigInteger inTransit) {
        boolean isBalanced() {
            return accounts.add(boundary).add(inTransit).signum() == 0;
        }
    }

    public AuditReport {
        currencies = List.copyOf(currencies);
        faults = List.copyOf(faults);
    }

    /** Whether everything holds. */
    public boolean isClean() {
        return faults.isEmpty();
    }
}
