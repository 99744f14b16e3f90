package ledger.commands.domain.transactions;

import static java.util.Objects.requireNonNull;
import static ledger.commands.domain.transactions.Ledgers.EUR;
import static ledger.commands.domain.transactions.Ledgers.HOME;
import static ledger.commands.domain.transactions.Ledgers.TIME;
import static ledger.commands.domain.transactions.Ledgers.id;
import static ledger.commands.domain.transactions.Ledgers.posting;
import static ledger.commands.domain.transactions.Ledgers.prepare;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import ledger.commands.domain.transactions.Coordination.Phase;
import ledger.commands.domain.transactions.Coordinator.Progress;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.Amount;
import ledger.language.CommandId;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.Posting;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.ShardMessage;
import ledger.language.ShardMessage.Acknowledgement;
import ledger.language.ShardMessage.Capture;
import ledger.language.ShardMessage.Hold;
import ledger.language.ShardMessage.Post;
import ledger.language.ShardMessage.Prepare;
import ledger.language.ShardMessage.Refusal;
import ledger.language.ShardMessage.Release;
import ledger.language.ShardMessage.Stage;
import ledger.language.ShardMessage.Step;
import ledger.language.ShardMessage.Verdict;
import ledger.language.ShardMessage.Vote;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every message in every state of {@link Coordinator}. */
class CoordinatorTest {
    private static final List<Posting> TO_ONE = List.of(posting("h1", "s1", 30_00));
    private static final List<Posting> TO_TWO = List.of(posting("h1", "s1", 20_00), posting("h1", "s2", 10_00));
    private static final String UNTOUCHED = "100.00 -0.00 +0.00 (0)";
    private static final String RESERVED = "100.00 -30.00 +0.00 (1)";
    private static final String POSTED = "70.00 -0.00 +0.00 (0)";

    private final Coordinator coordinator = new Coordinator(Ledgers::shardOf);
    private final Ledgers accounts = Ledgers.shard(0, Map.of("h1", 100_00, "h2", 0));
    private @Nullable TransactionState state;

    @Test
    void start_withoutOtherShards_endsAtOnce() {
        Progress progress = start(new Post(List.of(posting("h1", "h2", 30_00)), null));
        assertThat(progress.ended()).isTrue();
        assertThat(progress.messages()).isEmpty();
        assertThat(progress.balances()).hasSize(2);
        assertStands(POSTED);
    }

    @Test
    void start_withOneOther_asksItToComplete() {
        Progress progress = start(new Post(TO_ONE, null));
        assertThat(stages(progress)).containsExactly(Stage.COMPLETE);
        assertThat(progress.ended()).isFalse();
        assertStands(RESERVED);
    }

    @Test
    void start_withMore_asksThemToReserve() {
        assertThat(stages(start(new Post(TO_TWO, null)))).containsExactly(Stage.RESERVE, Stage.RESERVE);
        assertStands(RESERVED);
    }

    @Test
    void start_ofAHold_asksToReserve() {
        assertThat(stages(start(new Hold(TO_ONE, null)))).containsExactly(Stage.RESERVE);
        assertStands(RESERVED);
    }

    @Test
    void start_thatIsRefusedHere_asksWhetherAnotherReasonComesFirst() {
        Progress progress = start(new Post(List.of(posting("h1", "s1", 100_01)), null));
        assertThat(stages(progress)).containsExactly(Stage.CHECK);
        assertThat(progress.ended()).isFalse();
        assertStands(UNTOUCHED);
        Progress end = hear(new Vote(1, refusal(RejectionReason.ACCOUNT_NOT_FOUND), List.of()));
        assertThat(reason(end)).isEqualTo(RejectionReason.ACCOUNT_NOT_FOUND);
        assertThat(end.ended()).isTrue();
        assertThat(end.messages()).isEmpty();
        assertStands(UNTOUCHED);
    }

    @Test
    void start_thatIsRefusedHere_isRefusedWhereTheOthersAgree() {
        start(new Post(List.of(posting("h1", "s1", 100_01)), null));
        Progress end = hear(new Vote(1, null, List.of()));
        assertThat(reason(end)).isEqualTo(RejectionReason.INSUFFICIENT_FUNDS);
        assertThat(end.events()).isEmpty();
        assertThat(end.messages()).isEmpty();
    }

    @Test
    void start_thatIsRefusedForTheFirstOfAllReasons_asksNobody() {
        Progress progress = start(new Post(List.of(posting("h9", "s1", 1)), null));
        assertThat(progress.ended()).isTrue();
        assertThat(progress.messages()).isEmpty();
        assertThat(reason(progress)).isEqualTo(RejectionReason.ACCOUNT_NOT_FOUND);
    }

    @Test
    void voting_theLastAgentPosted_posts() {
        start(new Post(TO_ONE, null));
        Progress end = hear(new Vote(1, null, List.of(balance("s1"))));
        assertThat(end.ended()).isTrue();
        assertThat(end.messages()).isEmpty();
        assertThat(end.balances().stream().map(after -> after.accountId().value()))
                .containsExactlyInAnyOrder("h1", "s1");
        assertStands(POSTED);
    }

    @Test
    void voting_theLastAgentRefused_releases() {
        start(new Post(TO_ONE, null));
        Progress end = hear(new Vote(1, refusal(RejectionReason.ACCOUNT_CLOSED), List.of()));
        assertThat(end.ended()).isTrue();
        assertThat(end.messages()).isEmpty();
        assertThat(reason(end)).isEqualTo(RejectionReason.ACCOUNT_CLOSED);
        assertThat(end.balances().stream().map(BalanceAfter::version)).containsExactly(3L);
        assertStands(UNTOUCHED);
    }

    @Test
    void voting_notAllHaveVoted_waits() {
        start(new Post(TO_TWO, null));
        Progress progress = hear(new Vote(1, null, List.of()));
        assertThat(progress.ended()).isFalse();
        assertThat(progress.messages()).isEmpty();
        assertStands(RESERVED);
    }

    @Test
    void voting_aVoteThatIsRepeated_countsOnce() {
        start(new Post(TO_TWO, null));
        hear(new Vote(1, null, List.of()));
        Progress progress = hear(new Vote(1, null, List.of()));
        assertThat(progress.ended()).isFalse();
        assertThat(progress.messages()).isEmpty();
        assertThat(requireNonNull(coordination()).phase()).isEqualTo(Phase.VOTING);
    }

    @Test
    void voting_anAcknowledgement_isPassedOver() {
        start(new Post(TO_ONE, null));
        Coordination before = coordination();
        Progress progress = hear(new Acknowledgement(1, List.of()));
        assertThat(progress.coordination()).isEqualTo(before);
        assertThat(progress.ended()).isFalse();
    }

    @Test
    void voting_allReserved_postsAndTellsThem() {
        start(new Post(TO_TWO, null));
        hear(new Vote(1, null, List.of()));
        Progress progress = hear(new Vote(2, null, List.of()));
        assertThat(progress.ended()).isFalse();
        assertThat(verdicts(progress)).containsExactly(true, true);
        assertThat(requireNonNull(coordination()).phase()).isEqualTo(Phase.CONCLUDING);
        assertStands(POSTED);
    }

    @Test
    void voting_oneRefused_tellsTheOthersToUndo() {
        start(new Post(TO_TWO, null));
        hear(new Vote(1, refusal(RejectionReason.ACCOUNT_FROZEN), List.of()));
        Progress progress = hear(new Vote(2, null, List.of(balance("s2"))));
        assertThat(progress.ended()).isFalse();
        assertThat(verdicts(progress)).containsExactly(false);
        assertThat(progress.messages().getFirst().to()).isEqualTo(id("s2"));
        assertThat(reason(progress)).isEqualTo(RejectionReason.ACCOUNT_FROZEN);
        assertStands(UNTOUCHED);
    }

    @Test
    void concluding_whatWasRefusedEndsWhenNothingOfItIsLeft() {
        start(new Post(TO_TWO, null));
        hear(new Vote(1, refusal(RejectionReason.ACCOUNT_FROZEN), List.of()));
        hear(new Vote(2, null, List.of(balance("s2", 2))));
        assertThat(hear(new Vote(2, null, List.of(balance("s2", 2)))).ended()).isFalse();
        Progress end = hear(new Acknowledgement(2, List.of(balance("s2", 4))));
        assertThat(end.ended()).isTrue();
        assertThat(reason(end)).isEqualTo(RejectionReason.ACCOUNT_FROZEN);
        assertThat(end.messages()).isEmpty();
        assertThat(end.balances().stream().map(left -> left.accountId().value() + " " + left.version()))
                .containsExactlyInAnyOrder("h1 3", "s2 4");
        assertStands(UNTOUCHED);
    }

    @Test
    void voting_allRefused_givesTheFirstReason() {
        start(new Post(TO_TWO, null));
        hear(new Vote(1, refusal(RejectionReason.BALANCE_LIMIT_EXCEEDED), List.of()));
        Progress end = hear(new Vote(2, refusal(RejectionReason.ACCOUNT_CLOSED), List.of()));
        assertThat(end.messages()).isEmpty();
        assertThat(reason(end)).isEqualTo(RejectionReason.ACCOUNT_CLOSED);
        assertStands(UNTOUCHED);
    }

    @Test
    void concluding_anAcknowledgement_isCountedOnce() {
        startConcluding();
        assertThat(hear(new Acknowledgement(1, List.of(balance("s1")))).ended()).isFalse();
        assertThat(hear(new Acknowledgement(1, List.of(balance("s1")))).ended()).isFalse();
        Progress end = hear(new Acknowledgement(2, List.of(balance("s2"))));
        assertThat(end.ended()).isTrue();
        assertThat(end.refusal()).isNull();
        assertThat(end.balances().stream().map(after -> after.accountId().value()))
                .containsExactlyInAnyOrder("h1", "s1", "s2");
        assertStands(POSTED);
    }

    @Test
    void concluding_aVote_isPassedOver() {
        startConcluding();
        Coordination before = coordination();
        Progress progress = hear(new Vote(1, refusal(RejectionReason.ACCOUNT_CLOSED), List.of()));
        assertThat(progress.coordination()).isEqualTo(before);
        assertThat(progress.events()).isEmpty();
        assertThat(progress.ended()).isFalse();
    }

    @Test
    void voting_aHoldThatAllReserved_isThere() {
        start(new Hold(TO_TWO, null));
        hear(new Vote(1, null, List.of(balance("s1"))));
        Progress end = hear(new Vote(2, null, List.of(balance("s2"))));
        assertThat(end.ended()).isTrue();
        assertThat(end.messages()).isEmpty();
        assertThat(end.balances()).hasSize(3);
        assertStands(RESERVED);
    }

    @Test
    void voting_aHoldThatOneRefused_isUndone() {
        start(new Hold(TO_TWO, null));
        hear(new Vote(1, null, List.of()));
        Progress end = hear(new Vote(2, refusal(RejectionReason.ACCOUNT_CLOSED), List.of()));
        assertThat(verdicts(end)).containsExactly(false);
        assertStands(UNTOUCHED);
    }

    @Test
    void voting_aReleaseIsDoneHereAtOnce_andEndsWhenAllHaveReleased() {
        start(new Hold(TO_TWO, null));
        Progress progress = start(new Release(TO_TWO, ReleaseCause.VOIDED));
        assertThat(stages(progress)).containsExactly(Stage.COMPLETE, Stage.COMPLETE);
        assertStands(UNTOUCHED);
        hear(new Vote(1, null, List.of(balance("s1"))));
        Progress end = hear(new Vote(2, null, List.of(balance("s2"))));
        assertThat(end.ended()).isTrue();
        assertThat(end.balances()).hasSize(3);
    }

    @Test
    void voting_aCaptureOfAHold_postsWhatIsCaptured() {
        start(new Hold(TO_ONE, null));
        hear(new Vote(1, null, List.of(balance("s1"))));
        Step capture = new Capture(List.of(posting("h1", "s1", 10_00)), List.of(posting("h1", "s1", 20_00)), true);
        assertThat(stages(start(capture))).containsExactly(Stage.COMPLETE);
        assertStands(RESERVED);
        Progress end = hear(new Vote(1, null, List.of(balance("s1"))));
        assertThat(end.ended()).isTrue();
        assertStands("90.00 -0.00 +0.00 (0)");
    }

    @Test
    void voting_aCaptureThatIsRefused_leavesTheHold() {
        start(new Hold(TO_ONE, null));
        hear(new Vote(1, null, List.of(balance("s1"))));
        start(new Capture(TO_ONE, List.of(), true));
        Progress end = hear(new Vote(1, refusal(RejectionReason.ACCOUNT_FROZEN), List.of()));
        assertThat(reason(end)).isEqualTo(RejectionReason.ACCOUNT_FROZEN);
        assertThat(end.events()).isEmpty();
        assertStands(RESERVED);
    }

    private void startConcluding() {
        start(new Post(TO_TWO, null));
        hear(new Vote(1, null, List.of()));
        hear(new Vote(2, null, List.of()));
    }

    private Progress start(Step step) {
        Progress progress = coordinator.start(
                new Coordinator.Request(
                        prepare(Stage.COMPLETE, step), new TransactionId("t"), 1, HOME, null, null, List.of()),
                accounts);
        accounts.apply(progress.events());
        state = transaction(step.postings()).started(progress.coordination());
        return progress;
    }

    private static TransactionState transaction(List<Posting> postings) {
        Transaction transaction = new Transaction(
                new TransactionId("t"),
                TransactionStatus.POSTED,
                postings,
                List.of(),
                null,
                Map.of(),
                TIME,
                TIME,
                null,
                null,
                null);
        return TransactionState.of(transaction, HOME, new CommandId("command"), false);
    }

    private Progress hear(ShardMessage.Body answer) {
        TransactionState now = requireNonNull(state);
        Progress progress = switch (answer) {
            case Vote vote -> coordinator.heard(now, requireNonNull(coordination()), vote, accounts);
            case Acknowledgement acknowledgement -> coordinator.heard(requireNonNull(coordination()), acknowledgement);
            case Prepare _, Verdict _ -> throw new IllegalArgumentException("not for the home");
        };
        accounts.apply(progress.events());
        state = now.with(progress.coordination());
        return progress;
    }

    private @Nullable Coordination coordination() {
        return requireNonNull(state).coordination();
    }

    private static List<Stage> stages(Progress progress) {
        return progress.messages().stream()
                .map(message -> ((Prepare) message.body()).stage())
                .toList();
    }

    private static List<Boolean> verdicts(Progress progress) {
        return progress.messages().stream()
                .map(message -> ((Verdict) message.body()).commit())
                .toList();
    }

    private static RejectionReason reason(Progress progress) {
        return requireNonNull(progress.refusal()).rejection().reason();
    }

    private static Refusal refusal(RejectionReason reason) {
        return new Refusal(Rejection.because(reason), 0);
    }

    private static BalanceAfter balance(String account) {
        return balance(account, 2);
    }

    private static BalanceAfter balance(String account, long version) {
        return new BalanceAfter(id(account), EUR, Amount.ZERO, Amount.ZERO, Amount.ZERO, version);
    }

    private void assertStands(String figures) {
        assertThat(accounts.figures("h1")).isEqualTo(figures);
    }
}
