package ledger.commands.domain;

import static ledger.commands.domain.AccountScenario.ALICE;
import static ledger.commands.domain.AccountScenario.EUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import ledger.language.Account;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountClosed;
import ledger.language.AccountChange.AccountFrozen;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.AccountUnfrozen;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandId;
import ledger.language.Limits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountEvolverTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final Map<String, String> GOLD = Map.of("tier", "gold");
    private static final Limits LIMITS = new Limits(null, Amount.ofMinor(1000));
    private static final AccountChange OPENED = new AccountOpened(LIMITS, GOLD);
    private static final AccountChange DEPOSITED = new FundsDeposited(Amount.ofMinor(5), null, Map.of());

    @Test
    void followsTheEvents() {
        Account opened = AccountEvolver.evolve(null, event(ALICE, 1, EUR, OPENED));
        assertThat(opened)
                .isEqualTo(new Account(
                        ALICE,
                        EUR,
                        AccountStatus.OPEN,
                        Amount.ofMinor(1),
                        Amount.ofMinor(2),
                        Amount.ofMinor(3),
                        4,
                        LIMITS,
                        1,
                        GOLD,
                        TIME.plusSeconds(1),
                        TIME.plusSeconds(1)));
        Account deposited = evolve(opened, 2, DEPOSITED);
        assertThat(deposited)
                .isEqualTo(new Account(
                        ALICE,
                        EUR,
                        AccountStatus.OPEN,
                        Amount.ofMinor(2),
                        Amount.ofMinor(2),
                        Amount.ofMinor(3),
                        4,
                        LIMITS,
                        2,
                        GOLD,
                        TIME.plusSeconds(1),
                        TIME.plusSeconds(2)));
        Account frozen = evolve(deposited, 3, new AccountFrozen());
        assertThat(frozen.status()).isEqualTo(AccountStatus.FROZEN);
        Account updated = evolve(frozen, 4, new AccountUpdated(Limits.NONE_BELOW_ZERO, Map.of(), null));
        assertThat(updated.status()).isEqualTo(AccountStatus.FROZEN);
        assertThat(updated.limits()).isEqualTo(Limits.NONE_BELOW_ZERO);
        assertThat(updated.metadata()).isEmpty();
        assertThat(updated.openedAt()).isEqualTo(TIME.plusSeconds(1));
        Account unfrozen = evolve(updated, 5, new AccountUnfrozen());
        assertThat(unfrozen.status()).isEqualTo(AccountStatus.OPEN);
        assertThat(evolve(unfrozen, 6, new AccountClosed()).status()).isEqualTo(AccountStatus.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 3, 4})
    void stopsAtAnEventThatIsNotTheNext(long version) {
        Account account = AccountEvolver.evolve(null, event(ALICE, 1, EUR, OPENED));
        assertCorrupt(account, event(ALICE, version, EUR, DEPOSITED));
    }

    @Test
    void stopsAtAnEventBeforeTheOpening() {
        assertCorrupt(null, event(ALICE, 1, EUR, DEPOSITED));
        assertCorrupt(null, event(ALICE, 2, EUR, OPENED));
    }

    @Test
    void stopsAtASecondOpening() {
        Account account = AccountEvolver.evolve(null, event(ALICE, 1, EUR, OPENED));
        assertCorrupt(account, event(ALICE, 2, EUR, OPENED));
        assertCorrupt(account, event(ALICE, 1, EUR, OPENED));
    }

    @Test
    void stopsAtAnEventOfAnotherAccountOrAsset() {
        Account account = AccountEvolver.evolve(null, event(ALICE, 1, EUR, OPENED));
        assertCorrupt(account, event(new AccountId("bob"), 2, EUR, DEPOSITED));
        assertCorrupt(account, event(ALICE, 2, new Asset("EUR", 3), DEPOSITED));
    }

    private static void assertCorrupt(@Nullable Account before, AccountEvent event) {
        assertThatThrownBy(() -> AccountEvolver.evolve(before, event))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(event.eventId());
    }

    private static Account evolve(Account before, long version, AccountChange change) {
        return AccountEvolver.evolve(before, event(ALICE, version, EUR, change));
    }

    private static AccountEvent event(AccountId account, long version, Asset asset, AccountChange change) {
        Instant time = TIME.plusSeconds(version);
        return new AccountEvent(
                account,
                version,
                null,
                new CommandId("key"),
                asset,
                Amount.ofMinor(version),
                Amount.ofMinor(2),
                Amount.ofMinor(3),
                4,
                time,
                time,
                change);
    }
}
