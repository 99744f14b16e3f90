package ledger.commands.domain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ledger.language.Account;
import ledger.language.AccountChange;
import ledger.language.AccountChange.FundsCaptured;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountChange.TransactionReversed;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.Result;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Instruction;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * What happened to the account {@code alice}, what she is asked to do, and what becomes of it:
 *
 * <pre>{@code
 * given(opened(), deposited("100.00")).when(withdraw("30.00")).then(withdrawn("30.00"));
 * }</pre>
 *
 * Balances are counted here once more, from the changes alone, and compared with those of the events decided.
 */
final class AccountScenario {
    static final AccountId ALICE = new AccountId("alice");
    static final Asset EUR = new Asset("EUR", 2);
    static final Instant OPENED_AT = Instant.parse("2026-01-01T00:00:00Z");

    private final Asset asset;
    private @Nullable Account account;
    private @Nullable Long expectedVersion;
    private CommandId key = new CommandId("key");
    private Instant time = OPENED_AT.plusSeconds(3600);
    private @Nullable Decision decision;

    private AccountScenario(Asset asset) {
        this.asset = asset;
    }

    /** The history of an account in euros; no change at all: there is no account. */
    static AccountScenario given(AccountChange... history) {
        return given(EUR, List.of(history));
    }

    static AccountScenario given(Asset asset, List<AccountChange> history) {
        AccountScenario scenario = new AccountScenario(asset);
        for (AccountChange change : history) {
            Account before = scenario.account;
            AccountEvent event =
                    scenario.event(before, change, OPENED_AT.plusSeconds(before == null ? 0 : before.version()));
            scenario.account = AccountEvolver.evolve(before, event);
        }
        return scenario;
    }

    AccountScenario ifMatch(long version) {
        expectedVersion = version;
        return this;
    }

    AccountScenario withKey(String value) {
        key = new CommandId(value);
        return this;
    }

    AccountScenario at(Instant decided) {
        time = decided;
        return this;
    }

    AccountScenario when(Instruction instruction) {
        decision = AccountDecider.decide(account, new Command(key, ALICE, expectedVersion, instruction), time);
        return this;
    }

    /** These and no other changes, with the versions and balances that follow. */
    AccountScenario then(AccountChange... changes) {
        assertThat(decision().result()).isNotInstanceOf(Rejection.class);
        List<AccountEvent> expected = new ArrayList<>();
        Account after = account;
        for (AccountChange change : changes) {
            Instant recordedAt = after == null || time.isAfter(after.updatedAt()) ? time : after.updatedAt();
            AccountEvent event = event(after, change, recordedAt);
            expected.add(event);
            after = AccountEvolver.evolve(after, event);
        }
        assertThat(decision().events())
                .usingRecursiveComparison()
                .ignoringFields("effectiveAt")
                .isEqualTo(expected);
        assertAnswers(after);
        return this;
    }

    /** It was so already: no event, and the account as it is. */
    AccountScenario thenNothing() {
        assertThat(decision().events()).isEmpty();
        assertThat(decision().result()).isEqualTo(new AccountResult(existing()));
        return this;
    }

    /** Refused, with these details (name, value, name, value …) beside the account and its version. */
    AccountScenario thenRejected(RejectionReason reason, Object... details) {
        assertThat(decision().events()).isEmpty();
        Map<String, Object> expected = new LinkedHashMap<>();
        for (int i = 0; i < details.length; i += 2) {
            expected.put((String) details[i], details[i + 1]);
        }
        expected.put("accountId", ALICE.value());
        if (account != null) {
            expected.put("version", account.version());
        }
        assertThat(decision().result()).isEqualTo(new Rejection(reason, expected));
        return this;
    }

    AccountEvent event() {
        assertThat(decision().events()).hasSize(1);
        return decision().events().getFirst();
    }

    Result result() {
        return decision().result();
    }

    private Decision decision() {
        return requireNonNull(decision, "decide first: call when()");
    }

    private Account existing() {
        return requireNonNull(account, "there is no account");
    }

    private void assertAnswers(@Nullable Account after) {
        switch (decision().result()) {
            case AccountResult(Account answered) -> assertThat(answered).isEqualTo(after);
            case TransactionResult transaction ->
                assertThat(transaction.balances()).containsExactly(BalanceAfter.of(requireNonNull(after)));
            case Rejection rejection -> throw new AssertionError("rejected: " + rejection);
        }
    }

    private AccountEvent event(@Nullable Account before, AccountChange change, Instant recordedAt) {
        Amount balance = before == null ? Amount.ZERO : before.balance();
        Amount reserved = before == null ? Amount.ZERO : before.reserved();
        int reservations = before == null ? 0 : before.reservations();
        boolean movesMoney = false;
        switch (change) {
            case FundsDeposited deposited -> {
                balance = balance.plus(deposited.amount());
                movesMoney = true;
            }
            case FundsWithdrawn withdrawn -> {
                balance = balance.minus(withdrawn.amount());
                movesMoney = true;
            }
            case FundsReserved hold -> {
                reservations++;
                for (AccountChange.Entry entry : hold.entries()) {
                    reserved = reserved.minus(entry.amount());
                }
                movesMoney = true;
            }
            case TransactionPosted _, FundsCaptured _, FundsReleased _, TransactionReversed _ ->
                throw new IllegalArgumentException("not counted here yet: " + change);
            default -> {}
        }
        return new AccountEvent(
                ALICE,
                before == null ? 1 : before.version() + 1,
                movesMoney ? TransactionId.of(key) : null,
                key,
                asset,
                balance,
                reserved,
                before == null ? Amount.ZERO : before.incoming(),
                reservations,
                recordedAt,
                recordedAt,
                change);
    }
}
