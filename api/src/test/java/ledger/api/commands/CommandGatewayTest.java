package ledger.api.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import ledger.api.commands.CommandGateway.Batch;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.Instruction;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Posting;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.TransactionId;
import ledger.projections.ReadModelUnavailableException;
import ledger.topics.LedgerHeaders;
import ledger.topics.ShardPartitioner;
import ledger.topics.VersionsLeft;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Where commands are sent, and what is answered without sending. */
class CommandGatewayTest {
    private static final int SHARDS = 4;
    private static final int CAPACITY = 10;
    private static final CommandTrace TRACE = new CommandTrace("test", null);
    private static final Asset EUR = new Asset("EUR", 2);
    private static final TransactionId HOLD = new TransactionId("hold-1");
    private static final Instruction CAPTURE = new CaptureTransaction(HOLD, null, false);

    private final MockProducer<String, Command> log =
            new MockProducer<>(true, null, new StringSerializer(), (_, _) -> new byte[0]);
    private final Map<CommandId, CommandOutcome> outcomes = new HashMap<>();
    private final Map<TransactionId, AccountId> homes = new HashMap<>();
    private final List<Set<CommandId>> questions = new ArrayList<>();
    private boolean shardsAway;
    private boolean outcomesAway;
    private final CommandGateway gateway = new CommandGateway(
            new CommandProducers(log, log),
            _ -> OptionalInt.of(0),
            this::outcomesElsewhere,
            this::home,
            SHARDS,
            new CommandLimits(CAPACITY, CAPACITY),
            Clock.systemUTC());

    private Map<CommandId, CommandOutcome> outcomesElsewhere(Map<CommandId, Integer> exceptShards) {
        questions.add(exceptShards.keySet());
        if (outcomesAway) {
            throw new ShardsUnavailableException("restoring", new IllegalStateException());
        }
        Map<CommandId, CommandOutcome> found = new HashMap<>(outcomes);
        found.keySet().retainAll(exceptShards.keySet());
        exceptShards.forEach((key, except) ->
                found.computeIfPresent(key, (_, outcome) -> shard(outcome.accountId()) == except ? null : outcome));
        return found;
    }

    private Optional<AccountId> home(TransactionId id) {
        if (shardsAway) {
            throw new ShardsUnavailableException("restoring", new IllegalStateException());
        }
        return Optional.ofNullable(homes.get(id));
    }

    private static int shard(AccountId account) {
        return ShardPartitioner.shardOf(account.value(), SHARDS);
    }

    /** An account that is not where this one is. */
    private static AccountId elsewhereThan(AccountId account) {
        for (int i = 0; ; i++) {
            AccountId other = new AccountId("other-" + i);
            if (shard(other) != shard(account)) {
                return other;
            }
        }
    }

    private static PostTransaction move(String from, String to, boolean pending) {
        return new PostTransaction(
                List.of(new Posting(new AccountId(from), new AccountId(to), Amount.ofMinor(100), EUR)),
                pending,
                null,
                Particulars.NONE);
    }

    private static PostTransaction ofOneShard(boolean pending) {
        return move("alice", "@world", pending);
    }

    private CompletableFuture<CommandReply> ask(CommandRequest request) {
        return gateway.send(request, TRACE);
    }

    private CompletableFuture<CommandReply> ask(String key, Instruction instruction) {
        return ask(CommandRequest.ofTransaction(new CommandId(key), null, instruction));
    }

    /** A command that is not answered yet. */
    private void send(String key, Instruction instruction) {
        assertThat(ask(key, instruction)).isNotDone();
    }

    private ProducerRecord<String, Command> sent() {
        return log.history().getLast();
    }

    private void sentTo(AccountId account) {
        assertThat(sent().key()).isEqualTo(account.value());
        assertThat(sent().partition()).isEqualTo(shard(account));
        assertThat(sent().value().accountId()).isEqualTo(account);
    }

    private static CommandOutcome refused(Command command) {
        return new CommandOutcome(
                command.id(),
                command.accountId(),
                command.digest(),
                command.instruction().kind(),
                Instant.EPOCH,
                Rejection.because(RejectionReason.TRANSACTION_NOT_FOUND).with("transactionId", HOLD.value()));
    }

    @Test
    void aTransactionGoesToItsFirstDebitedAccount() {
        send("t1", move("alice", "bob", false));
        sentTo(new AccountId("alice"));
        send("t2", move("@world", "bob", false));
        sentTo(new AccountId("bob"));
        send("t3", move("@world", "@world", false));
        sentTo(new AccountId("t3"));
    }

    @Test
    void whatNamesATransactionGoesToItsHome() {
        homes.put(HOLD, new AccountId("alice"));
        for (Instruction instruction :
                List.of(CAPTURE, new VoidTransaction(HOLD), new ReverseTransaction(HOLD, null, Map.of()))) {
            send("key-" + instruction.kind(), instruction);
            sentTo(new AccountId("alice"));
        }
    }

    @Test
    void whatNamesATransactionUnderWayFollowsIt() {
        send("hold-1", move("alice", "bob", true));
        send("capture-1", CAPTURE);
        sentTo(new AccountId("alice"));
        assertThat(log.history()).hasSize(2);
    }

    @Test
    void aDepositUnderWayHasItsHomeAtItsAccount() {
        AccountId carol = new AccountId("carol");
        assertThat(ask(CommandRequest.toAccount(
                        carol,
                        new CommandId("hold-1"),
                        null,
                        new DepositFunds(Amount.ofMinor(1), EUR, Particulars.NONE))))
                .isNotDone();
        send("reverse-1", new ReverseTransaction(HOLD, null, Map.of()));
        sentTo(carol);
    }

    @Test
    void aCommandUnderWayThatMakesNoTransactionIsNobodysHome() {
        homes.put(new TransactionId("a"), new AccountId("alice"));
        send("hold-1", new VoidTransaction(new TransactionId("a")));
        sentTo(new AccountId("alice"));
        send("capture-1", CAPTURE);
        sentTo(new AccountId("hold-1"));
    }

    @Test
    void anUnknownTransactionIsAskedForUnderItsOwnName() {
        send("capture-1", CAPTURE);
        sentTo(new AccountId("hold-1"));
    }

    @Test
    void nothingIsSentWhileTheShardsCannotBeAsked() {
        shardsAway = true;
        assertThatThrownBy(() -> ask("capture-1", CAPTURE)).isInstanceOf(ShardsUnavailableException.class);
        assertThat(log.history()).isEmpty();
        assertThat(gateway.underWay()).isZero();
        shardsAway = false;
        send("capture-1", CAPTURE);
        assertThat(log.history()).hasSize(1);
    }

    @Test
    void aRetryGetsTheFirstAnswerThoughTheTransactionCameToBeSince() {
        send("capture-1", CAPTURE);
        CommandOutcome first = refused(sent().value());
        gateway.heard(new CommandReply(first, false, VersionsLeft.NONE));
        outcomes.put(first.commandId(), first);
        homes.put(HOLD, elsewhereThan(first.accountId()));

        assertThat(ask("capture-1", CAPTURE)).isCompletedWithValue(new CommandReply(first, true, VersionsLeft.NONE));
        assertThat(log.history()).hasSize(1);
    }

    @Test
    void theKeyOfAnotherShardsRequestIsNotFree() {
        send("capture-1", CAPTURE);
        CommandOutcome first = refused(sent().value());
        gateway.heard(new CommandReply(first, false, VersionsLeft.NONE));
        outcomes.put(first.commandId(), first);
        homes.put(HOLD, elsewhereThan(first.accountId()));

        CommandReply reply = ask("capture-1", new VoidTransaction(HOLD)).join();
        assertThat(reply.replayed()).isFalse();
        assertThat(reply.outcome().result())
                .isEqualTo(Rejection.because(RejectionReason.IDEMPOTENCY_KEY_REUSED)
                        .with("idempotencyKey", "capture-1"));
        assertThat(log.history()).hasSize(1);
    }

    @Test
    void aRetryOfWhatIsUnderWayWaitsForTheOneAnswer() {
        CompletableFuture<CommandReply> first = ask("hold-1", move("alice", "bob", true));
        CompletableFuture<CommandReply> second = ask("hold-1", move("alice", "bob", true));
        assertThat(log.history()).hasSize(1);
        assertThat(second).isNotDone();

        CommandOutcome outcome = refused(sent().value());
        gateway.heard(new CommandReply(outcome, false, VersionsLeft.NONE));
        assertThat(first).isCompletedWithValue(new CommandReply(outcome, false, VersionsLeft.NONE));
        assertThat(second).isCompletedWithValue(new CommandReply(outcome, true, VersionsLeft.NONE));
    }

    /** It came late, and nobody waits for it any more. */
    @Test
    void theReplyToAnotherRequestByTheSameKeyIsNotThisOnes() {
        CompletableFuture<CommandReply> waiting = ask("t1", move("alice", "bob", false));
        Command own = sent().value();
        Command other = new Command(own.id(), own.accountId(), null, CAPTURE);
        gateway.heard(new CommandReply(refused(other), false, VersionsLeft.NONE));
        assertThat(waiting).isNotDone();
        CommandReply reply = new CommandReply(refused(own), false, VersionsLeft.NONE);
        gateway.heard(reply);
        assertThat(waiting).isCompletedWithValue(reply);
    }

    private static CommandRequest request(String key, Instruction instruction) {
        return CommandRequest.ofTransaction(new CommandId(key), null, instruction);
    }

    /** With all the room that there is. */
    private Batch batch() throws InterruptedException {
        return batch(false);
    }

    private Batch batch(boolean chained) throws InterruptedException {
        Batch batch = gateway.batch(TRACE, chained);
        assertThat(batch.reserve(CAPACITY, Duration.ZERO)).isTrue();
        return batch;
    }

    @Test
    void aCommandThatIsSentWhileFewWaitAsksItsShardForACommit() throws InterruptedException {
        send("alone", move("alice", "bob", true));
        assertThat(asksForCommit(log.history().getLast())).isTrue();

        Batch many = batch();
        for (int n = 0; n < CAPACITY; n++) {
            var _ = many.add(request("t" + n, ofOneShard(false)));
        }
        many.send();
        assertThat(log.history().subList(1, 1 + CAPACITY)).noneMatch(CommandGatewayTest::asksForCommit);

        send("alone-beside-many", move("alice", "bob", true));
        assertThat(asksForCommit(log.history().getLast())).isTrue();
        send("another", move("alice", "bob", true));
        assertThat(asksForCommit(log.history().getLast())).isFalse();
    }

    private static boolean asksForCommit(ProducerRecord<String, Command> record) {
        return record.headers().lastHeader(LedgerHeaders.COMMIT_SOON) != null;
    }

    @Test
    void gatheredCommandsAreSentInTheirOrderAfterOneQuestionForAllTheirKeys() throws InterruptedException {
        Batch batch = batch();
        CompletableFuture<CommandReply> hold = batch.add(request("hold-1", ofOneShard(true)));
        CompletableFuture<CommandReply> capture = batch.add(request("capture-1", CAPTURE));
        assertThat(log.history()).isEmpty();
        assertThat(gateway.underWay()).isEqualTo(2);

        batch.send();
        assertThat(log.history())
                .extracting(record -> record.value().id().value())
                .containsExactly("hold-1", "capture-1");
        sentTo(new AccountId("alice"));
        assertThat(questions).containsExactly(Set.of(new CommandId("hold-1"), new CommandId("capture-1")));
        assertThat(List.of(hold, capture)).noneMatch(CompletableFuture::isDone);

        batch.send();
        assertThat(log.history()).as("what was sent is not sent again").hasSize(2);
    }

    @Test
    void ofGatheredCommandsThoseThatAreKnownElsewhereAreAnsweredAndTheOthersSent() throws InterruptedException {
        send("capture-1", CAPTURE);
        CommandOutcome first = refused(sent().value());
        gateway.heard(new CommandReply(first, false, VersionsLeft.NONE));
        outcomes.put(first.commandId(), first);
        homes.put(HOLD, elsewhereThan(first.accountId()));

        Batch batch = batch();
        CompletableFuture<CommandReply> known = batch.add(request("capture-1", CAPTURE));
        CompletableFuture<CommandReply> unknown = batch.add(request("t1", move("alice", "bob", false)));
        batch.send();
        assertThat(known).isCompletedWithValue(new CommandReply(first, true, VersionsLeft.NONE));
        assertThat(unknown).isNotDone();
        assertThat(sent().value().id()).isEqualTo(new CommandId("t1"));
        assertThat(log.history()).hasSize(2);
    }

    @Test
    void aKeyTwiceAmongGatheredCommandsIsOneCommand() throws InterruptedException {
        Batch batch = batch();
        CompletableFuture<CommandReply> once = batch.add(request("t1", move("alice", "bob", false)));
        CompletableFuture<CommandReply> again = batch.add(request("t1", move("alice", "bob", false)));
        CompletableFuture<CommandReply> other = batch.add(request("t1", move("alice", "carol", false)));
        batch.send();
        assertThat(log.history()).hasSize(1);
        assertThat(other.join().outcome().result())
                .isEqualTo(Rejection.because(RejectionReason.IDEMPOTENCY_KEY_REUSED)
                        .with("idempotencyKey", "t1"));

        CommandOutcome outcome = refused(sent().value());
        gateway.heard(new CommandReply(outcome, false, VersionsLeft.NONE));
        assertThat(once).isCompletedWithValue(new CommandReply(outcome, false, VersionsLeft.NONE));
        assertThat(again).isCompletedWithValue(new CommandReply(outcome, true, VersionsLeft.NONE));
    }

    @Test
    void gatheredCommandsAreNotSentWhileTheShardsCannotBeAsked() throws InterruptedException {
        outcomesAway = true;
        Batch batch = batch();
        List<CompletableFuture<CommandReply>> replies = List.of(
                batch.add(request("t1", move("alice", "bob", false))),
                batch.add(request("t2", move("alice", "bob", false))));
        batch.send();
        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply)
                        .isCompletedExceptionally()
                        .failsWithin(Duration.ZERO)
                        .withThrowableThat()
                        .withCauseInstanceOf(ShardsUnavailableException.class));
        assertThat(log.history()).isEmpty();
        assertThat(gateway.underWay()).isZero();

        outcomesAway = false;
        assertThat(batch.reserve(1, Duration.ZERO)).isTrue();
        assertThatThrownBy(() -> batch.add(request("t3", move("alice", "bob", false))))
                .as("it would be decided before those that are sent again")
                .isInstanceOf(CommandsOverloadedException.class);
        batch.close();
        Batch again = batch();
        assertThat(again.add(request("t1", move("alice", "bob", false)))).isNotDone();
        again.send();
        assertThat(log.history()).hasSize(1);
    }

    @Test
    void noMoreAreGatheredThanRoomWasReservedFor() throws InterruptedException {
        Batch batch = batch();
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(batch.add(request("t" + i, ofOneShard(false)))).isNotDone();
        }
        assertThatThrownBy(() -> batch.add(request("one-more", move("alice", "bob", false))))
                .isInstanceOf(CommandsOverloadedException.class);
        assertThat(batch.add(request("t0", ofOneShard(false))))
                .as("what is under way needs no room")
                .isNotDone();
        batch.send();
        assertThat(log.history()).hasSize(CAPACITY);
        assertThat(batch.reserve(1, Duration.ZERO)).isFalse();

        gateway.heard(new CommandReply(refused(sent().value()), false, VersionsLeft.NONE));
        assertThat(batch.reserve(1, Duration.ZERO)).isTrue();
        assertThatThrownBy(() -> batch.add(request("one-more", ofOneShard(false))))
                .as("one before it may have been refused")
                .isInstanceOf(CommandsOverloadedException.class);
        batch.close();
        Batch next = gateway.batch(TRACE, false);
        assertThat(next.reserve(1, Duration.ZERO)).isTrue();
        assertThat(next.add(request("one-more", ofOneShard(false)))).isNotDone();
    }

    @Test
    void roomThatABatchDoesNotNeedIsGivenBack() throws InterruptedException {
        try (Batch batch = batch()) {
            assertThat(batch.add(request("t1", move("alice", "bob", false)))).isNotDone();
        }
        assertThat(log.history()).as("sent at the end, at the latest").hasSize(1);
        Batch next = gateway.batch(TRACE, false);
        assertThat(next.reserve(CAPACITY, Duration.ZERO)).isFalse();
        assertThat(next.reserve(CAPACITY - 1, Duration.ZERO)).isTrue();
    }

    @Test
    void commandsByThemselvesHaveRoomOfTheirOwn() throws InterruptedException {
        try (Batch batch = batch()) {
            for (int i = 0; i < CAPACITY; i++) {
                assertThat(batch.add(request("t" + i, ofOneShard(false)))).isNotDone();
            }
        }
        for (int i = 0; i < CAPACITY; i++) {
            send("alone-" + i, move("alice", "bob", false));
        }
        assertThatThrownBy(() -> ask("one-more", move("alice", "bob", false)))
                .isInstanceOf(CommandsOverloadedException.class);
        send("alone-0", move("alice", "bob", false));
        assertThat(log.history()).hasSize(2 * CAPACITY);
    }

    @Test
    void aCommandThatIsNotSentKeepsNoRoom() {
        shardsAway = true;
        for (int i = 0; i <= CAPACITY; i++) {
            String key = "capture-" + i;
            assertThatThrownBy(() -> ask(key, CAPTURE)).isInstanceOf(ShardsUnavailableException.class);
        }
        send("t1", move("alice", "bob", false));
    }

    @Test
    void whatFollowsATransactionOfSeveralShardsIsSentWhenThatHasEnded() throws InterruptedException {
        Batch batch = batch(true);
        CompletableFuture<CommandReply> transfer = batch.add(request("t1", move("alice", "bob", false)));
        var _ = batch.add(request("t2", move("bob", "@world", false)));
        batch.send();
        assertThat(log.history()).hasSize(1);

        CompletableFuture<Void> finishing = CompletableFuture.runAsync(() -> {
            try {
                batch.finish(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        gateway.heard(new CommandReply(refused(sent().value()), false, VersionsLeft.NONE));
        assertThat(transfer).isCompleted();
        assertThat(finishing).succeedsWithin(Duration.ofSeconds(30));
        assertThat(sent().value().id()).isEqualTo(new CommandId("t2"));
        assertThat(log.history()).hasSize(2);
    }

    /** They have the room that the batch waits for: were they not sent, nothing would go on until the time is over. */
    @Test
    void whileABatchWaitsForRoomThoseOfItsCommandsAreSentThatWaitForOthers() throws InterruptedException {
        Batch batch = batch(true);
        var _ = batch.add(request("t0", move("alice", "bob", false)));
        for (int n = 1; n < CAPACITY; n++) {
            var _ = batch.add(request("t" + n, move("bob", "@world", false)));
        }
        batch.send();
        assertThat(log.history()).hasSize(1);

        CompletableFuture<Boolean> reserved = CompletableFuture.supplyAsync(() -> {
            try {
                return batch.reserve(CAPACITY, Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        gateway.heard(new CommandReply(refused(sent().value()), false, VersionsLeft.NONE));
        await().atMost(Duration.ofSeconds(30)).until(() -> log.history().size() == CAPACITY);
        log.history()
                .forEach(record -> gateway.heard(new CommandReply(refused(record.value()), false, VersionsLeft.NONE)));
        assertThat(reserved).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
    }

    @Test
    void aCommandOfABatchWaitsForOneThatWasUnderWayBeforeTheBatch() throws InterruptedException {
        send("t1", move("alice", "bob", false));
        CompletableFuture<CommandReply> joined;
        try (Batch batch = batch()) {
            joined = batch.add(request("t1", move("alice", "bob", false)));
            var _ = batch.add(CommandRequest.toAccount(
                    new AccountId("bob"),
                    new CommandId("d1"),
                    null,
                    new DepositFunds(Amount.ofMinor(1), EUR, Particulars.NONE)));
            batch.send();
            assertThat(log.history()).as("the deposit waits").hasSize(1);
            gateway.heard(new CommandReply(refused(sent().value()), false, VersionsLeft.NONE));
            batch.finish(Duration.ofSeconds(30));
        }
        assertThat(log.history()).hasSize(2);
        assertThat(sent().value().id()).isEqualTo(new CommandId("d1"));
        assertThat(joined).isCompletedWithValueMatching(CommandReply::replayed);
    }

    @Test
    void nothingIsAddedAfterOneWhoseHomeCannotBeAskedForAndWhatWasBeforeItIsSent() throws InterruptedException {
        Batch batch = batch();
        var _ = batch.add(request("t1", ofOneShard(false)));
        shardsAway = true;
        assertThatThrownBy(() -> batch.add(request("capture-1", CAPTURE)))
                .isInstanceOf(ShardsUnavailableException.class);
        assertThatThrownBy(() -> batch.add(request("capture-2", CAPTURE)))
                .as("no shard is asked again, which takes long")
                .isInstanceOf(CommandsOverloadedException.class);
        shardsAway = false;
        assertThatThrownBy(() -> batch.add(request("t2", ofOneShard(false))))
                .as("it would be decided before the one that is sent again")
                .isInstanceOf(CommandsOverloadedException.class);
        batch.close();
        assertThat(sent().value().id()).isEqualTo(new CommandId("t1"));
        assertThat(log.history()).hasSize(1);
        assertThat(gateway.underWay()).isOne();
    }

    @Test
    void nothingIsAddedAfterOneOfWhichItIsNotKnownWhetherItMayBeSent() throws InterruptedException {
        try (Batch batch = batch()) {
            assertThatThrownBy(() -> batch.add(request("t1", ofOneShard(false)), () -> {
                        throw new IllegalArgumentException("may not be sent");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(batch.add(request("t2", ofOneShard(false)))).isNotDone();
            assertThatThrownBy(() -> batch.add(request("t3", ofOneShard(false)), () -> {
                        throw new ReadModelUnavailableException("whose the transaction is");
                    }))
                    .isInstanceOf(ReadModelUnavailableException.class);
            assertThatThrownBy(() -> batch.add(request("t4", ofOneShard(false)), () -> {
                        throw new AssertionError("asked, which takes long");
                    }))
                    .isInstanceOf(CommandsOverloadedException.class);
        }
        assertThat(log.history()).hasSize(1);
        assertThat(sent().value().id()).isEqualTo(new CommandId("t2"));
    }

    /** Such as one that went to an instance which left before it told anyone. */
    @Test
    void aReplyThatWasLostIsMadeUpForWhenTheCommandComesAgain() throws InterruptedException {
        CompletableFuture<CommandReply> first = ask("t1", ofOneShard(false));
        CommandOutcome outcome = refused(sent().value());
        outcomes.put(outcome.commandId(), outcome);
        assertThat(first).isNotDone();
        assertThat(gateway.known(request("t1", ofOneShard(false))))
                .contains(new CommandReply(outcome, true, VersionsLeft.NONE));
        assertThat(first).isCompletedWithValue(new CommandReply(outcome, false, VersionsLeft.NONE));
        assertThat(gateway.underWay()).isZero();

        CompletableFuture<CommandReply> second = ask("t2", ofOneShard(false));
        CommandOutcome ofSecond = refused(sent().value());
        outcomes.put(ofSecond.commandId(), ofSecond);
        try (Batch batch = batch()) {
            assertThat(batch.add(request("t2", ofOneShard(false)))).isNotDone();
            batch.send();
        }
        assertThat(second).isCompletedWithValue(new CommandReply(ofSecond, false, VersionsLeft.NONE));
        assertThat(log.history()).as("none is sent again").hasSize(2);
    }

    @Test
    void whatStillWaitsAtTheEndIsRefusedAndWhatFollowsToo() throws InterruptedException {
        CompletableFuture<CommandReply> waited;
        try (Batch batch = batch(true)) {
            var _ = batch.add(request("t1", move("alice", "bob", false)));
            waited = batch.add(request("t2", move("bob", "@world", false)));
        }
        assertThat(waited)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(CommandsOverloadedException.class);
        assertThat(log.history()).hasSize(1);
        assertThat(gateway.underWay()).isOne();
    }
}
