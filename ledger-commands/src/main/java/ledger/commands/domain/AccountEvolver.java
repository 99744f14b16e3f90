package ledger.commands.domain;

import java.time.Instant;
import java.util.Map;
import ledger.language.Account;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountClosed;
import ledger.language.AccountChange.AccountFrozen;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.AccountUnfrozen;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.AccountChange.FundsCaptured;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountChange.TransactionReversed;
import ledger.language.AccountEvent;
import ledger.language.AccountStatus;
import ledger.language.Limits;
import org.jspecify.annotations.Nullable;

/** What an event makes of an account. */
public final class AccountEvolver {
    private AccountEvolver() {}

    /**
     * The account after the event.
     *
     * @param before {@code null} before the opening
     * @throws IllegalStateException if the event is not the next one of the account: the log or the store is corrupt
     */
    public static Account evolve(@Nullable Account before, AccountEvent event) {
        AccountChange change = event.change();
        if (change instanceof AccountOpened(Limits limits, Map<String, String> metadata)) {
            if (before != null) {
                throw new IllegalStateException(event.eventId() + " opens an account that is open");
            }
            requireVersion(1, event);
            return account(event, AccountStatus.OPEN, limits, metadata, event.recordedAt());
        }
        if (before == null) {
            throw new IllegalStateException(event.eventId() + " comes before its account was opened");
        }
        if (!event.accountId().equals(before.id()) || !event.asset().equals(before.asset())) {
            throw new IllegalStateException(event.eventId() + " is not an event of " + before.id());
        }
        requireVersion(before.version() + 1, event);
        return switch (change) {
            case AccountOpened _ -> throw new IllegalStateException("handled above");
            case AccountUpdated updated ->
                account(event, before.status(), updated.limits(), updated.metadata(), before.openedAt());
            case AccountFrozen() -> withStatus(before, event, AccountStatus.FROZEN);
            case AccountUnfrozen() -> withStatus(before, event, AccountStatus.OPEN);
            case AccountClosed() -> withStatus(before, event, AccountStatus.CLOSED);
            case FundsDeposited _,
                    FundsWithdrawn _,
                    TransactionPosted _,
                    FundsReserved _,
                    FundsCaptured _,
                    FundsReleased _,
                    TransactionReversed _ -> withStatus(before, event, before.status());
        };
    }

    private static void requireVersion(long version, AccountEvent event) {
        if (event.version() != version) {
            throw new IllegalStateException(event.eventId() + " comes where version " + version + " is due");
        }
    }

    private static Account withStatus(Account before, AccountEvent event, AccountStatus status) {
        return account(event, status, before.limits(), before.metadata(), before.openedAt());
    }

    private static Account account(
            AccountEvent event, AccountStatus status, Limits limits, Map<String, String> metadata, Instant openedAt) {
        return new Account(
                event.accountId(),
                event.asset(),
                status,
                event.balance(),
                event.reserved(),
                event.incoming(),
                event.reservations(),
                limits,
                event.version(),
                metadata,
                openedAt,
                event.recordedAt());
    }
}
