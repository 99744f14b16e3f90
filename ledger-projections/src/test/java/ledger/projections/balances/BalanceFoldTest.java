package ledger.projections.balances;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
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
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandId;
import ledger.language.Limits;
import org.junit.jupiter.api.Test;

class BalanceFoldTest {
    private static final AccountId ALICE = new AccountId("alice");
    private static final Asset EUR = new Asset("EUR", 2);
    private static final Limits LIMITS = new Limits(null, Amount.ofMinor(9));

    private static AccountEvent event(long version, long balance, long reserved, AccountChange change) {
        return new AccountEvent(
                ALICE,
                version,
                null,
                new CommandId("c" + version),
                EUR,
                Amount.ofMinor(balance),
                Amount.ofMinor(reserved),
                Amount.ofMinor(version),
                (int) version,
                Instant.EPOCH.plusSeconds(version),
                Instant.EPOCH,
                change);
    }

    private final Account opened = BalanceFold.after(null, event(1, 0, 0, new AccountOpened(LIMITS, Map.of("k", "v"))));

    @Test
    void anOpeningGivesAllOfTheAccount() {
        assertThat(opened)
                .isEqualTo(new Account(
                        ALICE,
                        EUR,
                        AccountStatus.OPEN,
                        Amount.ZERO,
                        Amount.ZERO,
                        Amount.ofMinor(1),
                        1,
                        LIMITS,
                        1,
                        Map.of("k", "v"),
                        Instant.EPOCH.plusSeconds(1),
                        Instant.EPOCH.plusSeconds(1)));
    }

    @Test
    void balancesAreThoseOfTheEventNotOfItsAmounts() {
        Account account = BalanceFold.after(
                opened, event(2, 70, 4, new FundsCaptured(List.of(), Amount.ofMinor(999), true, null)));

        assertThat(account.balance()).isEqualTo(Amount.ofMinor(70));
        assertThat(account.reserved()).isEqualTo(Amount.ofMinor(4));
        assertThat(account.limits()).isEqualTo(LIMITS);
        assertThat(account.metadata()).containsEntry("k", "v");
        assertThat(account.openedAt()).isEqualTo(opened.openedAt());
        assertThat(account.updatedAt()).isEqualTo(Instant.EPOCH.plusSeconds(2));
    }

    @Test
    void statusAndLimitsFollowTheEvents() {
        Account frozen = BalanceFold.after(opened, event(2, 0, 0, new AccountFrozen()));
        assertThat(frozen.status()).isEqualTo(AccountStatus.FROZEN);
        Account updated =
                BalanceFold.after(frozen, event(3, 0, 0, new AccountUpdated(Limits.NONE_BELOW_ZERO, Map.of(), null)));
        assertThat(updated.status()).isEqualTo(AccountStatus.FROZEN);
        assertThat(updated.limits()).isEqualTo(Limits.NONE_BELOW_ZERO);
        assertThat(updated.metadata()).isEmpty();
        Account unfrozen = BalanceFold.after(updated, event(4, 0, 0, new AccountUnfrozen()));
        assertThat(unfrozen.status()).isEqualTo(AccountStatus.OPEN);
        assertThat(BalanceFold.after(unfrozen, event(5, 0, 0, new AccountClosed()))
                        .status())
                .isEqualTo(AccountStatus.CLOSED);
    }

    @Test
    void anAccountWhoseOpeningIsMissingHasItsBalance() {
        Account account =
                BalanceFold.after(null, event(5, 30, 0, new FundsDeposited(Amount.ofMinor(10), null, Map.of())));

        assertThat(account.balance()).isEqualTo(Amount.ofMinor(30));
        assertThat(account.version()).isEqualTo(5);
    }
}
