package ledger.projections.balances;

import java.util.Map;
import ledger.language.Account;
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

/** What an event makes of an account. Pure. Balances are those that the event says, never computed again. */
public final class BalanceFold {
    private BalanceFold() {}

    /**
     * The account after an event.
     *
     * @param before {@code null} if nothing is known of it; when its opening is missing, its limits are taken for the
     *     preset ones until they are next updated
     */
    public static Account after(@Nullable Account before, AccountEvent event) {
        Account account = before == null ? opened(event, Limits.NONE_BELOW_ZERO, Map.of()) : before;
        return switch (event.change()) {
            case AccountOpened opened -> opened(event, opened.limits(), opened.metadata());
            case AccountUpdated updated -> with(account, event, account.status(), updated.limits(), updated.metadata());
            case AccountFrozen _ -> with(account, event, AccountStatus.FROZEN);
            case AccountUnfrozen _ -> with(account, event, AccountStatus.OPEN);
            case AccountClosed _ -> with(account, event, AccountStatus.CLOSED);
            case FundsDeposited _,
                    FundsWithdrawn _,
                    TransactionPosted _,
                    FundsReserved _,
                    FundsCaptured _,
                    FundsReleased _,
                    TransactionReversed _ -> with(account, event, account.status());
        };
    }

    private static Account opened(AccountEvent event, Limits limits, Map<String, String> metadata) {
        return new Account(
                event.accountId(),
                event.asset(),
                AccountStatus.OPEN,
                event.balance(),
                event.reserved(),
                event.incoming(),
                event.reservations(),
                limits,
                event.version(),
                metadata,
                event.recordedAt(),
                event.recordedAt());
    }

    private static Account with(Account before, AccountEvent event, AccountStatus status) {
        return with(before, event, status, before.limits(), before.metadata());
    }

    private static Account with(
            Account before, AccountEvent event, AccountStatus status, Limits limits, Map<String, String> metadata) {
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
                before.openedAt(),
                event.recordedAt());
    }
}
