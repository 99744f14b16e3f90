package ledger.commands.domain.transactions;

import static java.util.Objects.requireNonNull;
import static ledger.commands.domain.transactions.Ledgers.HOME;
import static ledger.commands.domain.transactions.Ledgers.id;
import static ledger.commands.domain.transactions.Ledgers.posting;
import static ledger.commands.domain.transactions.Ledgers.prepare;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import ledger.commands.domain.transactions.Participant.Progress;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.RejectionReason;
import ledger.language.ShardMessage;
import ledger.language.ShardMessage.Acknowledgement;
import ledger.language.ShardMessage.Body;
import ledger.language.ShardMessage.Capture;
import ledger.language.ShardMessage.Hold;
import ledger.language.ShardMessage.Post;
import ledger.language.ShardMessage.Prepare;
import ledger.language.ShardMessage.Release;
import ledger.language.ShardMessage.Stage;
import ledger.language.ShardMessage.Step;
import ledger.language.ShardMessage.Verdict;
import ledger.language.ShardMessage.Vote;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every message in every state of {@link Participant}. */
class ParticipantTest {
    private static final Step POST = new Post(List.of(posting("s1", "h1", 30_00)), null);
    private static final Step TOO_MUCH = new Post(List.of(posting("s1", "h1", 100_01)), null);
    private static final Step HOLD = new Hold(List.of(posting("s1", "h1", 30_00)), null);
    private static final Step CAPTURE =
            new Capture(List.of(posting("s1", "h1", 10_00)), List.of(posting("s1", "h1", 20_00)), true);
    private static final String UNTOUCHED = "100.00 -0.00 +0.00 (0)";
    private static final String RESERVED = "100.00 -30.00 +0.00 (1)";
    private static final String POSTED = "70.00 -0.00 +0.00 (0)";

    private final Participant participant = new Participant(1);
    private final Ledgers accounts = Ledgers.shard(1, Map.of("s1", 100_00));
    private @Nullable Participation participation;

    @Test
    void nothingKnown_check_saysWhetherItCouldBeDoneAndDoesNothing() {
        assertThat(vote(hear(1, prepare(Stage.CHECK, POST))).refusal()).isNull();
        assertStands(UNTOUCHED);
        assertThat(reason(hear(2, prepare(Stage.CHECK, TOO_MUCH)))).isEqualTo(RejectionReason.INSUFFICIENT_FUNDS);
        assertStands(UNTOUCHED);
    }

    @Test
    void nothingKnown_reserve_reserves() {
        Progress progress = hear(1, prepare(Stage.RESERVE, POST));
        assertThat(vote(progress).refusal()).isNull();
        assertThat(progress.events().getFirst().change()).isInstanceOf(FundsReserved.class);
        assertStands(RESERVED);
    }

    @Test
    void nothingKnown_complete_posts() {
        Progress progress = hear(1, prepare(Stage.COMPLETE, POST));
        assertThat(vote(progress).balances().getFirst().version()).isEqualTo(2);
        assertThat(progress.events().getFirst().change()).isInstanceOf(TransactionPosted.class);
        assertStands(POSTED);
    }

    @Test
    void nothingKnown_whatBreaksALimit_isRefused() {
        long sequence = 0;
        for (Stage stage : Stage.values()) {
            sequence++;
            assertThat(reason(hear(sequence, prepare(stage, TOO_MUCH)))).isEqualTo(RejectionReason.INSUFFICIENT_FUNDS);
            assertStands(UNTOUCHED);
        }
    }

    @Test
    void nothingKnown_verdict_isPassedOver() {
        for (boolean commit : new boolean[] {true, false}) {
            assertPassedOver(hear(1, new Verdict(commit)));
            assertStands(UNTOUCHED);
        }
    }

    @Test
    void reserved_commit_posts() {
        hear(1, prepare(Stage.RESERVE, POST));
        Progress progress = hear(1, new Verdict(true));
        assertThat(acknowledgement(progress).balances().getFirst().version()).isEqualTo(3);
        assertStands(POSTED);
    }

    @Test
    void reserved_abort_releases() {
        hear(1, prepare(Stage.RESERVE, POST));
        Progress progress = hear(1, new Verdict(false));
        assertThat(acknowledgement(progress).shard()).isEqualTo(1);
        assertThat(((FundsReleased) progress.events().getFirst().change()).cause())
                .isEqualTo(ReleaseCause.REJECTED);
        assertStands(UNTOUCHED);
    }

    @Test
    void reserved_theSamePrepareAgain_getsTheSameVote() {
        Progress first = hear(1, prepare(Stage.RESERVE, POST));
        assertAnsweredAgain(first, hear(1, prepare(Stage.RESERVE, POST)));
        assertStands(RESERVED);
    }

    @Test
    void reserved_aVerdictOnAnotherStep_isPassedOver() {
        hear(2, prepare(Stage.RESERVE, POST));
        assertPassedOver(hear(1, new Verdict(true)));
        assertPassedOver(hear(3, new Verdict(false)));
        assertStands(RESERVED);
    }

    @Test
    void concluded_thePrepareAgain_getsTheVoteAgain() {
        Progress first = hear(1, prepare(Stage.COMPLETE, POST));
        assertAnsweredAgain(first, hear(1, prepare(Stage.COMPLETE, POST)));
        assertStands(POSTED);
    }

    @Test
    void concluded_theVerdictAgain_getsTheAcknowledgementAgain() {
        hear(1, prepare(Stage.RESERVE, POST));
        Progress first = hear(1, new Verdict(true));
        assertAnsweredAgain(first, hear(1, new Verdict(true)));
        assertAnsweredAgain(first, hear(1, new Verdict(false)));
        assertStands(POSTED);
    }

    @Test
    void concluded_aFormerPrepare_isPassedOver() {
        hear(1, prepare(Stage.COMPLETE, POST));
        hear(2, prepare(Stage.COMPLETE, POST));
        assertPassedOver(hear(1, prepare(Stage.COMPLETE, POST)));
        assertStands("40.00 -0.00 +0.00 (0)");
    }

    @Test
    void refused_theSamePrepareAgain_isRefusedAgain_evenIfItCouldBeDoneNow() {
        Progress first = hear(1, prepare(Stage.COMPLETE, TOO_MUCH));
        assertAnsweredAgain(first, hear(1, prepare(Stage.COMPLETE, POST)));
        assertStands(UNTOUCHED);
    }

    @Test
    void refused_aVerdict_changesNothing() {
        hear(1, prepare(Stage.RESERVE, TOO_MUCH));
        assertThat(hear(1, new Verdict(true)).events()).isEmpty();
        assertStands(UNTOUCHED);
    }

    @Test
    void held_theNextStepCapturesInPart() {
        hear(1, prepare(Stage.RESERVE, HOLD));
        assertStands(RESERVED);
        hear(2, prepare(Stage.COMPLETE, CAPTURE));
        assertStands("90.00 -0.00 +0.00 (0)");
    }

    @Test
    void held_theNextStepIsAgreedOnAndThenCaptures() {
        hear(1, prepare(Stage.RESERVE, HOLD));
        hear(2, prepare(Stage.RESERVE, CAPTURE));
        assertStands(RESERVED);
        hear(2, new Verdict(true));
        assertStands("90.00 -0.00 +0.00 (0)");
    }

    @Test
    void held_aCaptureThatOthersRefuse_leavesTheHold() {
        hear(1, prepare(Stage.RESERVE, HOLD));
        hear(2, prepare(Stage.RESERVE, CAPTURE));
        assertThat(acknowledgement(hear(2, new Verdict(false))).shard()).isEqualTo(1);
        assertStands(RESERVED);
    }

    @Test
    void held_aRelease_releases() {
        hear(1, prepare(Stage.RESERVE, HOLD));
        Step release = new Release(List.of(posting("s1", "h1", 30_00)), ReleaseCause.VOIDED);
        hear(2, prepare(Stage.COMPLETE, release));
        assertStands(UNTOUCHED);
    }

    @Test
    void held_abort_releases() {
        hear(1, prepare(Stage.RESERVE, HOLD));
        hear(1, new Verdict(false));
        assertStands(UNTOUCHED);
    }

    private Progress hear(long sequence, Body body) {
        ShardMessage message = new ShardMessage(id("s1"), new TransactionId("t"), sequence, HOME, body);
        Progress progress = switch (body) {
            case Prepare prepare -> participant.heard(participation, message, prepare, accounts);
            case Verdict verdict -> participant.heard(participation, message, verdict, accounts);
            case Vote _, Acknowledgement _ -> throw new IllegalArgumentException("for the home");
        };
        accounts.apply(progress.events());
        participation = progress.participation();
        return progress;
    }

    private static Vote vote(Progress progress) {
        return (Vote) answer(progress);
    }

    private static Acknowledgement acknowledgement(Progress progress) {
        return (Acknowledgement) answer(progress);
    }

    private static Body answer(Progress progress) {
        ShardMessage answer = requireNonNull(progress.answer());
        assertThat(answer.to()).isEqualTo(HOME);
        return answer.body();
    }

    private static RejectionReason reason(Progress progress) {
        return requireNonNull(vote(progress).refusal()).rejection().reason();
    }

    private static void assertPassedOver(Progress progress) {
        assertThat(progress.events()).isEmpty();
        assertThat(progress.answer()).isNull();
    }

    private static void assertAnsweredAgain(Progress first, Progress again) {
        assertThat(again.events()).isEmpty();
        assertThat(again.answer()).isEqualTo(first.answer());
    }

    private void assertStands(String figures) {
        assertThat(accounts.figures("s1")).isEqualTo(figures);
    }
}
