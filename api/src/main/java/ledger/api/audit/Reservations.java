package ledger.api.audit;

import static ledger.api.audit.BrokenRule.unless;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import ledger.language.TransactionId;

/** What is reserved on an account for each transaction, in minor units: positive where it is to come in. */
final class Reservations {
    /** Most accounts have none at most times. */
    private Map<TransactionId, BigInteger> amounts = Map.of();

    private BigInteger reserved = BigInteger.ZERO;
    private BigInteger incoming = BigInteger.ZERO;

    int size() {
        return amounts.size();
    }

    BigInteger reserved() {
        return reserved;
    }

    BigInteger incoming() {
        return incoming;
    }

    boolean has(TransactionId transaction) {
        return amounts.containsKey(transaction);
    }

    void add(TransactionId transaction, BigInteger amount) {
        if (amounts.isEmpty()) {
            amounts = new HashMap<>();
        }
        unless(amounts.put(transaction, amount) == null, "reserved twice", "one reservation", transaction);
        reserved = reserved.add(amount.negate().max(BigInteger.ZERO));
        incoming = incoming.add(amount.max(BigInteger.ZERO));
    }

    /** Ends a reservation, and tells what it was. */
    BigInteger end(TransactionId transaction) {
        BigInteger amount = amounts.get(transaction);
        if (amount == null) {
            throw new BrokenRule("nothing is reserved for it", "a reservation", "transaction " + transaction);
        }
        amounts.remove(transaction);
        if (amounts.isEmpty()) {
            amounts = Map.of();
        }
        reserved = reserved.subtract(amount.negate().max(BigInteger.ZERO));
        incoming = incoming.subtract(amount.max(BigInteger.ZERO));
        return amount;
    }
}
