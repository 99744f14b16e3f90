package ledger.commands.domain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import ledger.codec.AccountCodec;
import ledger.codec.CommandCodec;
import ledger.language.Account;
import ledger.language.AccountChange;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Instruction;
import ledger.language.Limits;
import ledger.language.Rejection;
import ledger.testing.RandomCases;
import ledger.testing.RandomValues;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever is asked of an account: it is decided without an exception, and the account stays inside its limits. */
class RandomCommandsTest {
    private static final AccountId ALICE = new AccountId("alice");
    private static final Asset EUR = new Asset("EUR", 2);

    @Test
    void accountsThatGrowFromCommands() {
        RandomCases.check(random -> {
            Account account = null;
            for (int i = 0; i < 30; i++) {
                account = decideAndCheck(random, account);
            }
        });
    }

    @Test
    void accountsInAnyStateThatTheirLimitsAllow() {
        RandomCases.check(10_000, random -> decideAndCheck(random, account(random)));
    }

    private static @Nullable Account decideAndCheck(RandomGenerator random, @Nullable Account before) {
        Command command = command(random, before);
        Instant time = Instant.ofEpochMilli(random.nextLong(0, 4_000_000_000_000L));
        Decision decision = AccountDecider.decide(before, command, time);
        assertThat(decision.events()).hasSizeLessThanOrEqualTo(1);
        Account after = before;
        for (AccountEvent event : decision.events()) {
            assertIsNext(before, command, time, event);
            after = AccountEvolver.evolve(after, event);
        }
        switch (decision.result()) {
            case Rejection _ -> assertThat(decision.events()).isEmpty();
            case AccountResult(Account answered) -> assertThat(answered).isEqualTo(after);
            case TransactionResult transaction -> {
                assertThat(decision.events()).hasSize(1);
                assertThat(transaction.balances()).containsExactly(BalanceAfter.of(requireNonNull(after)));
            }
        }
        if (after != null) {
            assertIsInsideItsLimits(after);
            assertThat(AccountCodec.INSTANCE.fromRecord(AccountCodec.INSTANCE.toRecord(after)))
                    .isEqualTo(after);
        }
        return after;
    }

    private static void assertIsNext(@Nullable Account before, Command command, Instant time, AccountEvent event) {
        assertThat(event.accountId()).isEqualTo(ALICE);
        assertThat(event.commandId()).isEqualTo(command.id());
        assertThat(event.version()).isEqualTo(before == null ? 1 : before.version() + 1);
        BigInteger balance = before == null ? BigInteger.ZERO : before.balance().minor();
        BigInteger moved = switch (event.change()) {
            case AccountChange.FundsDeposited deposited -> deposited.amount().minor();
            case AccountChange.FundsWithdrawn withdrawn ->
                withdrawn.amount().minor().negate();
            default -> BigInteger.ZERO;
        };
        assertThat(event.balance().minor()).isEqualTo(balance.add(moved));
        assertThat(event.reserved()).isEqualTo(before == null ? Amount.ZERO : before.reserved());
        assertThat(event.transactionId() != null).isEqualTo(moved.signum() != 0);
        assertThat(event.recordedAt()).isAfterOrEqualTo(time);
        if (before != null) {
            assertThat(event.recordedAt()).isAfterOrEqualTo(before.updatedAt()).isIn(time, before.updatedAt());
            assertThat(before.status()).isNotEqualTo(AccountStatus.CLOSED);
            assertThat(before.status() == AccountStatus.FROZEN && moved.signum() != 0)
                    .isFalse();
        }
    }

    private static void assertIsInsideItsLimits(Account account) {
        Amount available = account.available();
        assertThat(available == null || !available.isNegative())
                .as("%s", account)
                .isTrue();
        Amount maxBalance = account.limits().maxBalance();
        assertThat(maxBalance == null || account.balance().compareTo(maxBalance) <= 0)
                .as("%s", account)
                .isTrue();
        if (account.status() == AccountStatus.CLOSED) {
            assertThat(account.balance().isZero() && account.reserved().isZero())
                    .isTrue();
        }
    }

    /** As it comes out of the log. */
    private static Command command(RandomGenerator random, @Nullable Account account) {
        Instruction instruction = account == null && random.nextInt(3) > 0
                ? new Instruction.OpenAccount(EUR, RandomValues.limits(random), RandomValues.metadata(random))
                : RandomValues.accountInstruction(random, EUR);
        Long expected = switch (random.nextInt(6)) {
            case 0 -> random.nextLong(4);
            case 1 -> account == null ? null : (Long) account.version();
            default -> null;
        };
        Command command = new Command(new CommandId("key" + random.nextInt(1000)), ALICE, expected, instruction);
        Command read = CommandCodec.INSTANCE.fromRecord(CommandCodec.INSTANCE.toRecord(command));
        assertThat(read).isEqualTo(command);
        assertThat(read.digest()).isEqualTo(command.digest());
        return read;
    }

    private static Account account(RandomGenerator random) {
        while (true) {
            Limits limits = RandomValues.limits(random);
            BigInteger balance = RandomValues.amount(random).minor();
            BigInteger reserved = random.nextBoolean()
                    ? BigInteger.ZERO
                    : RandomValues.notNegative(random).minor();
            if (BalanceRange.holds(balance, reserved, BigInteger.ZERO, limits)
                    && isAllowed(balance, reserved, limits)) {
                boolean empty = balance.signum() == 0 && reserved.signum() == 0;
                AccountStatus status = RandomValues.oneOf(random, List.of(AccountStatus.values()));
                Instant opened = Instant.ofEpochMilli(random.nextLong(0, 2_000_000_000_000L));
                return new Account(
                        ALICE,
                        EUR,
                        status == AccountStatus.CLOSED && !empty ? AccountStatus.OPEN : status,
                        new Amount(balance),
                        new Amount(reserved),
                        Amount.ZERO,
                        reserved.signum(),
                        limits,
                        random.nextLong(1, 5),
                        RandomValues.metadata(random),
                        opened,
                        opened.plusMillis(random.nextLong(1_000_000)));
            }
        }
    }

    private static boolean isAllowed(BigInteger balance, BigInteger reserved, Limits limits) {
        Amount overdraft = limits.overdraft();
        Amount maxBalance = limits.maxBalance();
        return (overdraft == null
                        || balance.subtract(reserved).add(overdraft.minor()).signum() >= 0)
                && (maxBalance == null || balance.compareTo(maxBalance.minor()) <= 0);
    }
}
