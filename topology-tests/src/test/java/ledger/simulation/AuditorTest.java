package ledger.simulation;

import static ledger.simulation.Faults.commanded;
import static ledger.simulation.Faults.isEvent;
import static ledger.simulation.Faults.lost;
import static ledger.simulation.Faults.onOutputs;
import static ledger.simulation.Faults.once;
import static ledger.simulation.Faults.with;
import static ledger.testing.ChangedEvents.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import ledger.commands.topology.CommandTopology;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.Instruction;
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.Particulars;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.language.TransactionId;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import org.junit.jupiter.api.Test;

/** The auditor is no good unless it notices: faults that are made on purpose, and which check finds each. */
class AuditorTest {
    private static final Asset EUR = new Asset("EUR", 2);
    private static final AccountId ALICE = new AccountId("alice");
    private static final AccountId BOB = new AccountId("bob");
    private static final Plan PLAN = plan();

    @Test
    void findsNothingWhereNothingIsWrong() {
        assertThat(ShardPartitioner.shardOf(ALICE.value(), 2)).isNotEqualTo(ShardPartitioner.shardOf(BOB.value(), 2));
        Simulation.run(PLAN, Tampering.NONE);
    }

    @Test
    void anAmountThatIsACentOff() {
        assertCaught(Check.BALANCES, once(isEvent(TransactionPosted.class), output -> {
            AccountEvent event = output.event();
            return List.of(
                    output.with(with(event, event.version(), event.balance().plus(Amount.ofMinor(1)))));
        }));
    }

    @Test
    void anEventThatIsLost() {
        assertCaught(Check.PUBLISHED_BALANCES, once(isEvent(TransactionPosted.class), output -> List.of()));
    }

    @Test
    void anEventThatIsWrittenTwice() {
        assertCaught(Check.VERSIONS, once(isEvent(TransactionPosted.class), output -> List.of(output, output)));
    }

    @Test
    void aLegThatIsPostedTwice() {
        assertCaught(Check.AT_MOST_ONCE, once(isEvent(TransactionPosted.class), output -> {
            AccountEvent event = output.event();
            Amount moved =
                    ((TransactionPosted) event.change()).entries().getFirst().amount();
            return List.of(
                    output,
                    output.with(with(event, event.version() + 1, event.balance().plus(moved))));
        }));
    }

    @Test
    void eventsOfAnAccountInAnotherOrder() {
        assertCaught(Check.VERSIONS, new Tampering() {
            @Override
            public List<Output> committed(int shard, List<Output> outputs) {
                return outputs.reversed();
            }
        });
    }

    @Test
    void aReleaseThatIsSkipped() {
        assertCaught(Check.PUBLISHED_BALANCES, onOutputs(isEvent(FundsReleased.class), output -> List.of()));
    }

    @Test
    void aLegThatNeverArrives() {
        // The other shard is never told: its message is lost, as it can't be in a transaction of Kafka.
        assertCaught(Check.ANSWERS, once(output -> output.isTo(Topics.SHARD_MESSAGES), output -> List.of()));
    }

    @Test
    void aLimitThatIsIgnored() {
        assertCaught(
                Check.ORIGIN,
                commanded(
                        "limit",
                        command -> new Command(
                                command.id(),
                                command.accountId(),
                                null,
                                new Instruction.UpdateAccount(
                                        new LimitChange(BigDecimal.valueOf(1_000_000)), null, Map.of()))));
    }

    @Test
    void moreThanWasAskedFor() {
        assertCaught(
                Check.ALL_OR_NOTHING,
                commanded(
                        "transfer",
                        command -> new Command(
                                command.id(), command.accountId(), null, transfer(ALICE, BOB, 1_001, false))));
    }

    @Test
    void aRetryThatIsForgotten() {
        assertCaught(Check.AT_MOST_ONCE, lost(CommandTopology.OUTCOMES_STORE));
    }

    @Test
    void aRetryThatIsToldSomethingElse() {
        AtomicBoolean first = new AtomicBoolean(true);
        assertCaught(
                Check.AT_MOST_ONCE,
                onOutputs(
                        output -> output.isTo(Topics.OUTCOMES)
                                && output.key().equals("deposit")
                                && !first.getAndSet(false),
                        output -> {
                            CommandOutcome outcome = output.outcome();
                            return List.of(output.with(new CommandOutcome(
                                    outcome.commandId(),
                                    outcome.accountId(),
                                    outcome.digest(),
                                    outcome.kind(),
                                    outcome.decidedAt().plusMillis(1),
                                    outcome.result())));
                        }));
    }

    @Test
    void anAnswerThatIsLost() {
        assertCaught(Check.ANSWERS, once(output -> output.isTo(Topics.OUTCOMES), output -> List.of()));
    }

    @Test
    void anAccountThatAShardForgets() {
        assertCaught(Check.ANSWERS, lost(CommandTopology.ACCOUNTS_STORE));
    }

    @Test
    void aChainThatBeginsAnew() {
        assertCaught(Check.CHAIN, lost("event-chain"));
    }

    @Test
    void aBalanceThatIsNotPublished() {
        assertCaught(
                Check.PUBLISHED_BALANCES,
                onOutputs(
                        output ->
                                output.isTo(Topics.BALANCES) && output.balance().version() > 2,
                        output -> List.of()));
    }

    @Test
    void aHoldThatNeverExpires() {
        assertCaught(Check.HOLDS, new Tampering() {
            @Override
            public Instant clock(Instant time) {
                return Instant.parse("2026-01-01T00:00:00Z");
            }
        });
    }

    @Test
    void aReservationThatExpiresThoughNobodySaidSo() {
        assertCaught(Check.HOLDS, once(isEvent(FundsReserved.class), output -> {
            AccountEvent event = output.event();
            FundsReserved reserved = (FundsReserved) event.change();
            return List.of(output.with(with(
                    event,
                    new FundsReserved(
                            reserved.entries(),
                            reserved.postings(),
                            reserved.hold(),
                            event.recordedAt().plusSeconds(1),
                            null,
                            Map.of()))));
        }));
    }

    private static void assertCaught(Check by, Tampering fault) {
        assertThat(catchThrowableOfType(Violation.class, () -> Simulation.run(PLAN, fault)))
                .isNotNull()
                .extracting(Violation::check)
                .isEqualTo(by);
    }

    private static Instruction.PostTransaction transfer(AccountId from, AccountId to, long minor, boolean pending) {
        return new Instruction.PostTransaction(
                List.of(new Posting(from, to, Amount.ofMinor(minor), EUR)), pending, null, Particulars.NONE);
    }

    /** Everything happens once: a transfer, a hold that expires and one that is voided, new limits, a crash, a retry. */
    private static Plan plan() {
        Step.Send deposit =
                send("deposit", ALICE, new Instruction.DepositFunds(Amount.ofMinor(10_000), EUR, Particulars.NONE));
        Instruction expiring = new Instruction.PostTransaction(
                transfer(ALICE, BOB, 500, true).postings(), true, Duration.ofSeconds(1), Particulars.NONE);
        return new Plan(
                2,
                List.of(
                        send("open-1", ALICE, new Instruction.OpenAccount(EUR, Limits.NONE_BELOW_ZERO, Map.of())),
                        send("open-2", BOB, new Instruction.OpenAccount(EUR, Limits.NONE_BELOW_ZERO, Map.of())),
                        deposit,
                        new Step.Settle(),
                        send("transfer", ALICE, transfer(ALICE, BOB, 1_000, false)),
                        new Step.Settle(),
                        send("expiring", ALICE, expiring),
                        send("hold", ALICE, transfer(ALICE, BOB, 700, true)),
                        new Step.Settle(),
                        send("void", ALICE, new Instruction.VoidTransaction(new TransactionId("hold"))),
                        send(
                                "limit",
                                ALICE,
                                new Instruction.UpdateAccount(new LimitChange(BigDecimal.valueOf(50)), null, Map.of())),
                        new Step.Settle(),
                        new Step.Crash(0),
                        new Step.Crash(1),
                        deposit,
                        send("after", BOB, new Instruction.DepositFunds(Amount.ofMinor(1), EUR, Particulars.NONE)),
                        new Step.Settle()));
    }

    private static Step.Send send(String key, AccountId account, Instruction instruction) {
        return new Step.Send(new Command(new CommandId(key), account, null, instruction));
    }
}
