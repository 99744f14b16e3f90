package ledger.projections.trialbalance;

import java.math.BigInteger;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountEvent;
import ledger.language.Amount;
import ledger.projections.Movements;

/**
 * What events come to in one asset, in minor units without bound: sums of amounts may leave their range.
 *
 * @param debits all that was taken out of accounts, boundary accounts included
 * @param credits all that was put into accounts, boundary accounts included
 * @param accounts sum of the balances of all accounts, as the events state them
 * @param boundary balance of the boundary accounts, from the entries
 * @param inTransit from the entries: what left accounts while its other side is not known of yet; negative where it came
 *     in first
 */
public record Totals(
        BigInteger debits, BigInteger credits, BigInteger accounts, BigInteger boundary, BigInteger inTransit) {
    /** Of no events. */
    public static final Totals NOTHING =
            new Totals(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    /**
     * Of one event: its balance against the one before, and its entries. Those are two statements of the same fact.
     *
     * @param balanceBefore posted balance of the account after its former event, zero where it is the first
     */
    public static Totals of(AccountEvent event, Amount balanceBefore) {
        BigInteger moved = event.balance().minor().subtract(balanceBefore.minor());
        Totals totals = new Totals(BigInteger.ZERO, BigInteger.ZERO, moved, BigInteger.ZERO, BigInteger.ZERO);
        for (Entry entry : Movements.entries(event.change())) {
            totals = totals.plus(of(entry));
        }
        return totals;
    }

    /** A boundary account has no events of its own, so both sides are in this entry; else the other account tells its side. */
    private static Totals of(Entry entry) {
        BigInteger amount = entry.amount().minor();
        if (entry.counterparty().isBoundary()) {
            return new Totals(amount.abs(), amount.abs(), BigInteger.ZERO, amount.negate(), BigInteger.ZERO);
        }
        return new Totals(
                amount.negate().max(BigInteger.ZERO),
                amount.max(BigInteger.ZERO),
                BigInteger.ZERO,
                BigInteger.ZERO,
                amount.negate());
    }

    /** Of these events and others together. */
    public Totals plus(Totals other) {
        return new Totals(
                debits.add(other.debits),
                credits.add(other.credits),
                accounts.add(other.accounts),
                boundary.add(other.boundary),
                inTransit.add(other.inTransit));
    }

    /** Whether accounts, boundary and what is in transit sum to zero. If not, the events contradict themselves, or some are missing. */
    public boolean isBalanced() {
        return accounts.add(boundary).add(inTransit).signum() == 0;
    }
}
