package ledger.api.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import ledger.api.commands.PendingCommands.Pending;
import ledger.language.AccountId;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction;
import org.junit.jupiter.api.Test;

/** Room for the commands under way is bounded, and none of it is lost. */
class PendingCommandsTest {
    private static final int CAPACITY = 3;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final List<String> FEW = List.of("1", "2", "3", "4");

    private final AtomicLong nanos = new AtomicLong();
    private final PendingCommands pending = new PendingCommands(new CommandLimits(1, CAPACITY), nanos::get);

    private CompletableFuture<CommandReply> enter(String key) {
        return enter(key, Pace.GATHERED).reply();
    }

    private Pending enter(String key, Pace pace) {
        Command command =
                new Command(new CommandId(key), new AccountId("alice"), null, new Instruction.FreezeAccount());
        Pending entered = new Pending(command, command.digest(), pace, new CompletableFuture<>());
        assertThat(pending.enter(command.id(), entered)).isNull();
        return entered;
    }

    private void enterAll(List<String> keys) {
        keys.forEach(key -> enter(key, Pace.GATHERED));
    }

    private boolean reserveAll() {
        return pending.reserve(Pace.GATHERED, CAPACITY);
    }

    @Test
    void aCommandGivesItsRoomBackWhenItIsAnsweredHoweverThatIs() {
        assertThat(reserveAll()).isTrue();
        CompletableFuture<CommandReply> failed = enter("failed");
        CompletableFuture<CommandReply> cancelled = enter("cancelled");
        pending.giveBack(Pace.GATHERED, 1);
        assertThat(pending.reserve(Pace.GATHERED, 2)).isFalse();

        failed.completeExceptionally(new IllegalStateException());
        cancelled.cancel(false);
        assertThat(pending.size()).isZero();
        assertThat(reserveAll()).isTrue();
        assertThat(pending.reserve(Pace.GATHERED, 1)).isFalse();
    }

    @Test
    void aCommandThatIsNeverAnsweredGivesItsRoomBackOnce() {
        assertThat(reserveAll()).isTrue();
        CompletableFuture<CommandReply> silent = enter("silent");
        nanos.addAndGet(Duration.ofSeconds(91).toNanos());
        var _ = enter("later"); // what is overdue is dropped when something else is done
        assertThat(pending.find(new CommandId("silent"))).isNull();
        assertThat(pending.reserve(Pace.GATHERED, 2)).isFalse();
        assertThat(pending.reserve(Pace.GATHERED, 1)).isTrue();

        silent.cancel(false);
        assertThat(pending.reserve(Pace.GATHERED, 1)).isFalse();
    }

    @Test
    void whoWaitsForRoomGetsItWhenItIsThere() throws Exception {
        assertThat(reserveAll()).isTrue();
        CompletableFuture<CommandReply> first = enter("first");
        assertThat(pending.reserve(Pace.GATHERED, 1, Duration.ofMillis(1))).isFalse();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> waiting = threads.submit(() -> pending.reserve(Pace.GATHERED, 1, LONG));
            first.cancel(false);
            assertThat(waiting.get()).isTrue();
        }
    }

    @Test
    void whoComesLaterAndWantsLessDoesNotOvertake() throws InterruptedException {
        assertThat(pending.reserve(Pace.GATHERED, CAPACITY - 1)).isTrue();
        Thread first = Thread.ofPlatform().start(() -> {
            try {
                pending.reserve(Pace.GATHERED, CAPACITY, LONG);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> first.getState() == Thread.State.TIMED_WAITING);
        assertThat(pending.reserve(Pace.GATHERED, 1, Duration.ZERO)).isFalse();

        first.interrupt();
        first.join();
        assertThat(pending.reserve(Pace.GATHERED, 1, Duration.ZERO)).isTrue();
    }

    @Test
    void whileFewAreUnderWayEachAsksForACommit() {
        for (String key : FEW) {
            assertThat(pending.asksForCommit(enter(key, Pace.GATHERED))).isTrue();
        }
        assertThat(pending.asksForCommit(enter("one-more", Pace.GATHERED))).isFalse();
    }

    @Test
    void ofMoreThatCameAloneOneAsksForACommitUntilItIsAnswered() {
        enterAll(FEW);
        Pending leader = enter("leader", Pace.ALONE);
        assertThat(pending.asksForCommit(leader)).isTrue();
        Pending follower = enter("follower", Pace.ALONE);
        assertThat(pending.asksForCommit(follower)).isFalse();

        follower.reply().cancel(false);
        assertThat(pending.asksForCommit(enter("second-follower", Pace.ALONE))).isFalse();
        leader.reply().completeExceptionally(new IllegalStateException());
        assertThat(pending.asksForCommit(enter("gathered", Pace.GATHERED))).isFalse();
        assertThat(pending.asksForCommit(enter("second-leader", Pace.ALONE))).isTrue();
        assertThat(pending.asksForCommit(enter("third-follower", Pace.ALONE))).isFalse();
    }

    @Test
    void oneThatIsAnsweredBeforeItIsSentIsFollowedByAnother() {
        enterAll(FEW);
        Pending answered = enter("answered", Pace.ALONE);
        enterAll(List.of("5"));
        answered.reply().cancel(false);
        assertThat(pending.asksForCommit(answered)).isTrue();
        assertThat(pending.asksForCommit(enter("leader", Pace.ALONE))).isTrue();
    }

    @Test
    void oneThatAskedForACommitAndIsNeverAnsweredIsFollowedByAnother() {
        enterAll(FEW);
        assertThat(pending.asksForCommit(enter("leader", Pace.ALONE))).isTrue();
        nanos.addAndGet(Duration.ofSeconds(91).toNanos());
        enterAll(List.of("a", "b", "c", "d", "e"));
        assertThat(pending.find(new CommandId("leader"))).isNull();
        assertThat(pending.asksForCommit(enter("second-leader", Pace.ALONE))).isTrue();
    }
}
