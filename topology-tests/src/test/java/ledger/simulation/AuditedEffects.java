package ledger.simulation;

import static ledger.simulation.Violation.unless;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.CommandId;

/** What commands have done, by the events that name them. */
final class AuditedEffects {
    private final Map<CommandId, List<AccountEvent>> events = new HashMap<>();

    /** Takes an event. What changes an account and is no part of a transaction happens once. */
    void add(AccountEvent event) {
        List<AccountEvent> former = events.computeIfAbsent(event.commandId(), _ -> new ArrayList<>());
        unless(
                event.transactionId() != null || former.isEmpty(),
                Check.AT_MOST_ONCE,
                "its command has done %s before: %s",
                former,
                event);
        former.add(event);
    }

    boolean isEmpty(CommandId command) {
        return of(command).isEmpty();
    }

    /** The first thing that it did to an account. */
    Optional<AccountEvent> first(CommandId command, AccountId account) {
        return of(command).stream()
                .filter(event -> event.accountId().equals(account))
                .findFirst();
    }

    /** What its answer tells of an account: the last thing that it did to it, but for the expiry of what it holds. */
    Optional<AccountEvent> last(CommandId command, AccountId account) {
        return of(command).stream()
                .filter(event -> event.accountId().equals(account) && !isRelease(event, ReleaseCause.EXPIRED))
                .reduce((former, later) -> later);
    }

    /** By account, the version at which it gave back what it had reserved, as it was refused. */
    Map<AccountId, Long> givenBack(CommandId command) {
        return of(command).stream()
                .filter(event -> isRelease(event, ReleaseCause.REJECTED))
                .collect(Collectors.toMap(AccountEvent::accountId, AccountEvent::version));
    }

    /** Whether it has done no more than to reserve and to give back. */
    boolean isUndone(CommandId command) {
        long reserved = of(command).stream()
                .filter(event -> event.change() instanceof FundsReserved)
                .count();
        return of(command).size() == reserved + givenBack(command).size()
                && reserved == givenBack(command).size();
    }

    private List<AccountEvent> of(CommandId command) {
        return events.getOrDefault(command, List.of());
    }

    private static boolean isRelease(AccountEvent event, ReleaseCause cause) {
        return event.change() instanceof FundsReleased released && released.cause() == cause;
    }
}
