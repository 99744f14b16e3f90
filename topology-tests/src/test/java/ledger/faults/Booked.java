package ledger.faults;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import ledger.api.log.EventListener;
import ledger.api.log.LedgerLog;
import ledger.language.AccountEvent;

/**
 * What the event log says that each command has done: by how much the events that carry its key have moved each account,
 * found from what the accounts had before and after.
 */
final class Booked implements EventListener {
    /** By how much an account was moved, in cents. */
    record Movement(long balance, long reserved) {
        static final Movement NONE = new Movement(0, 0);

        Movement plus(Movement other) {
            return new Movement(balance + other.balance, reserved + other.reserved);
        }

        Movement minus(Movement other) {
            return new Movement(balance - other.balance, reserved - other.reserved);
        }
    }

    private final Map<String, Movement> standing = new HashMap<>();
    private final Map<String, Map<String, Movement>> byCommand = new HashMap<>();

    /** Reads the whole log. */
    static Booked in(LedgerLog log) {
        Booked booked = new Booked();
        log.ends().forEach((partition, end) -> log.read(partition, end, booked));
        return booked;
    }

    @Override
    public void event(int partition, long offset, AccountEvent event) {
        String account = event.accountId().value();
        Movement after = new Movement(
                cents(event.balance().minor()), cents(event.reserved().minor()));
        Movement before = standing.getOrDefault(account, Movement.NONE);
        standing.put(account, after);
        byCommand
                .computeIfAbsent(event.commandId().value(), _ -> new HashMap<>())
                .merge(account, after.minus(before), Movement::plus);
    }

    private static long cents(BigInteger minor) {
        return minor.longValueExact();
    }

    @Override
    public void undecodable(int partition, long offset, RuntimeException cause) {
        throw new AssertionError("no event at partition " + partition + " offset " + offset, cause);
    }

    /** How each account stands after the last event. */
    Map<String, Movement> standing() {
        return standing;
    }

    /** By command, then by account. */
    Map<String, Map<String, Movement>> byCommand() {
        return byCommand;
    }
}
