package ledger.simulation;

import static ledger.simulation.DayPlan.BORROWED;
import static ledger.simulation.DayPlan.EUR;
import static ledger.simulation.DayPlan.PETTY;
import static ledger.simulation.DayPlan.SHOP;
import static ledger.simulation.DayPlan.post;
import static ledger.simulation.Faults.both;
import static ledger.simulation.Faults.commanded;
import static ledger.simulation.Faults.happened;
import static ledger.simulation.Faults.isEvent;
import static ledger.simulation.Faults.lost;
import static ledger.simulation.Faults.once;
import static ledger.simulation.Faults.told;
import static ledger.simulation.Faults.with;
import static ledger.testing.ChangedEvents.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import ledger.commands.topology.CommandTopology;
import ledger.language.Account;
import ledger.language.AccountChange.FundsCaptured;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountChange.TransactionReversed;
import ledger.language.Amount;
import ledger.language.Command;
import ledger.language.Instruction;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.Particulars;
import ledger.language.Posting;
import ledger.language.ShardMessage.Prepare;
import ledger.language.ShardMessage.Stage;
import ledger.language.ShardMessage.Verdict;
import ledger.language.TransactionId;
import ledger.topics.Topics;
import org.junit.jupiter.api.Test;

/** Faults in what transactions do to accounts, across shards too, and which check of the auditor finds each. */
class AuditorOfTransactionsTest {
    private static final Plan DAY = DayPlan.make();

    @Test
    void findsNothingWhereNothingIsWrong() {
        Simulation.run(DAY, Tampering.NONE);
    }

    @Test
    void metadataThatIsLost() {
        assertCaught(
                Check.ORIGIN,
                commanded(
                        "split",
                        command -> particulars(command, new Particulars("order 9", DayPlan.EFFECTIVE, Map.of()))));
    }

    @Test
    void aReferenceThatIsLost() {
        assertCaught(
                Check.ORIGIN,
                happened(
                        "capture-1",
                        event -> event.change() instanceof FundsCaptured captured
                                ? with(
                                        event,
                                        new FundsCaptured(
                                                captured.entries(), captured.released(), captured.ended(), null))
                                : event));
    }

    @Test
    void aTimeOfTheClientThatIsLost() {
        assertCaught(
                Check.ORIGIN,
                commanded(
                        "split", command -> particulars(command, new Particulars("order 9", null, DayPlan.METADATA))));
    }

    @Test
    void anEventAtAnotherTimeThanItsCommand() {
        assertCaught(
                Check.ORIGIN,
                happened(
                        "salary",
                        event -> with(event, event.recordedAt().minusMillis(1), event.effectiveAt(), event.change())));
    }

    @Test
    void postingsThatAreNowhereAsAWhole() {
        assertCaught(
                Check.ORIGIN,
                happened(
                        "plain",
                        event -> event.change() instanceof TransactionPosted posted
                                ? with(
                                        event,
                                        new TransactionPosted(
                                                posted.entries(), List.of(), posted.reference(), posted.metadata()))
                                : event));
    }

    @Test
    void anExpectedVersionThatIsIgnored() {
        assertCaught(
                Check.ORIGIN,
                commanded(
                        "conditional",
                        command -> new Command(command.id(), command.accountId(), null, command.instruction())));
    }

    @Test
    void aCurrencyThatIsIgnored() {
        assertCaught(
                Check.ORIGIN,
                commanded(
                        "yen",
                        command -> instructed(command, new DepositFunds(Amount.ofMinor(100), EUR, Particulars.NONE))));
    }

    @Test
    void moneyThatIsSpentBeforeItCame() {
        List<Posting> otherwise = List.of(BORROWED.get(0), BORROWED.get(2), BORROWED.get(1));
        assertCaught(
                Check.LIMITS,
                both(
                        commanded("borrowed", command -> instructed(command, post(otherwise, false))),
                        happened(
                                "borrowed",
                                event -> with(
                                        event,
                                        new TransactionPosted(
                                                AuditedTransaction.legs(BORROWED, event.accountId()),
                                                event.accountId().equals(PETTY) ? BORROWED : List.of(),
                                                "order 9",
                                                DayPlan.METADATA)))));
    }

    @Test
    void aReversalThatIsForgotten() {
        assertCaught(Check.AT_MOST_ONCE, lost(CommandTopology.TRANSACTIONS_STORE, "plain"));
    }

    @Test
    void aReversalThatIsForgottenAndRefusedForAnotherReason() {
        assertCaught(Check.ANSWERS, lost(CommandTopology.TRANSACTIONS_STORE, "split"));
    }

    @Test
    void aFreezeThatIsForgottenAndDoneAgain() {
        assertCaught(Check.AT_MOST_ONCE, lost(CommandTopology.OUTCOMES_STORE, "freeze"));
    }

    @Test
    void aReversalOfWhatIsHeldStill() {
        assertCaught(
                Check.ALL_OR_NOTHING,
                both(
                        commanded("refund-pending", command -> instructed(command, DayPlan.reverse("plain"))),
                        happened(
                                "refund-pending",
                                event -> event.change() instanceof TransactionReversed reversed
                                        ? with(
                                                event,
                                                new TransactionReversed(
                                                        new TransactionId("hold-plain"),
                                                        reversed.entries(),
                                                        reversed.postings(),
                                                        reversed.reference(),
                                                        reversed.metadata()))
                                        : event)));
    }

    @Test
    void aShardThatPostsBeforeTheOthersHaveAgreed() {
        assertCaught(
                Check.CONSERVATION,
                told(
                        Prepare.class,
                        body -> body instanceof Prepare prepare && prepare.stage() == Stage.RESERVE
                                ? prepare.at(Stage.COMPLETE)
                                : body));
    }

    @Test
    void aVerdictThatArrivesAsTheOpposite() {
        assertCaught(Check.CONSERVATION, told(Verdict.class, body -> new Verdict(!((Verdict) body).commit())));
    }

    @Test
    void aRefusedReservationThatIsNotGivenBack() {
        assertCaught(Check.ALL_OR_NOTHING, new Tampering() {
            @Override
            public List<Output> committed(int shard, List<Output> outputs) {
                boolean gives = outputs.stream()
                        .anyMatch(output -> isEvent(FundsReleased.class).test(output)
                                && output.event().accountId().equals(SHOP));
                return outputs.stream()
                        .filter(output -> !gives || !(output.isTo(Topics.EVENTS) || output.isTo(Topics.BALANCES)))
                        .toList();
            }
        });
    }

    @Test
    void aBalanceThatIsPublishedWrongInBetween() {
        assertCaught(
                Check.PUBLISHED_BALANCES,
                once(output -> output.isTo(Topics.BALANCES) && output.balance().version() == 2, output -> {
                    Account account = output.balance();
                    return List.of(output.with(new Account(
                            account.id(),
                            account.asset(),
                            account.status(),
                            account.balance(),
                            Amount.ofMinor(1),
                            account.incoming(),
                            account.reservations(),
                            account.limits(),
                            account.version(),
                            account.metadata(),
                            account.openedAt(),
                            account.updatedAt())));
                }));
    }

    private static void assertCaught(Check by, Tampering fault) {
        assertThat(catchThrowableOfType(Violation.class, () -> Simulation.run(DAY, fault)))
                .isNotNull()
                .extracting(Violation::check)
                .isEqualTo(by);
    }

    private static Command instructed(Command command, Instruction instruction) {
        return new Command(command.id(), command.accountId(), command.expectedVersion(), instruction);
    }

    private static Command particulars(Command command, Particulars particulars) {
        Instruction.PostTransaction post = (Instruction.PostTransaction) command.instruction();
        return instructed(
                command,
                new Instruction.PostTransaction(post.postings(), post.pending(), post.expiresIn(), particulars));
    }
}
