package ledger.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import ledger.faults.Booked.Movement;

/** What must have become of the accounts, by the answers that clients were given. All commands are settled. */
final class Expectation {
    private final Collection<Sent> sent;
    private final Map<String, Movement> accounts = new HashMap<>();

    Expectation(Collection<Sent> sent) {
        this.sent = sent;
        for (Sent command : sent) {
            if (command.settled().isAccepted()) {
                movements(command).forEach((account, movement) -> accounts.merge(account, movement, Movement::plus));
            }
        }
    }

    private static Map<String, Movement> movements(Sent command) {
        Map<String, Movement> movements = new HashMap<>();
        command.opened().ifPresent(account -> movements.put(account, Movement.NONE));
        command.effects()
                .balances()
                .forEach((account, cents) -> movements.merge(account, new Movement(cents, 0), Movement::plus));
        command.effects()
                .reserved()
                .forEach((account, cents) -> movements.merge(account, new Movement(0, cents), Movement::plus));
        return movements;
    }

    /** What was accepted is there exactly once, and nothing else has moved anything. */
    void requireIn(Booked booked) {
        for (Sent command : sent) {
            Map<String, Movement> found = booked.byCommand().getOrDefault(command.key(), Map.of());
            if (command.settled().isAccepted()) {
                assertThat(found).as(command.toString()).isNotEmpty();
                assertThat(moved(found)).as(command.toString()).isEqualTo(moved(movements(command)));
            } else {
                assertThat(moved(found)).as(command.toString()).isEmpty();
            }
        }
        Set<String> keys = sent.stream().map(Sent::key).collect(Collectors.toSet());
        assertThat(booked.byCommand().keySet()).isSubsetOf(keys);
        assertThat(booked.standing()).isEqualTo(accounts);
    }

    /** Without what was reserved and given back, and accounts that a hold only keeps room on. */
    private static Map<String, Movement> moved(Map<String, Movement> movements) {
        return movements.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(Movement.NONE))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The accounts as an instance lists them. */
    void requireOf(List<JsonNode> listed) {
        Map<String, Movement> found = new HashMap<>();
        for (JsonNode account : listed) {
            found.put(
                    account.path("id").textValue(),
                    new Movement(cents(account.path("balance")), cents(account.path("reserved"))));
        }
        assertThat(found).isEqualTo(accounts);
    }

    private static long cents(JsonNode amount) {
        return Long.parseLong(amount.textValue().replace(".", ""));
    }

    /** All balances together, in cents. */
    long total() {
        return accounts.values().stream().mapToLong(Movement::balance).sum();
    }
}
