package ledger.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static ledger.commands.CommandDriver.TIME;
import static ledger.commands.CommandDriver.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ledger.commands.topology.CommandTopology;
import ledger.commands.topology.PoisonCommandException;
import ledger.language.Account;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandKind;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Instruction;
import ledger.language.Instruction.CloseAccount;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.Limits;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.TransactionId;
import ledger.testing.GoldenFile;
import ledger.testing.TestSerdes;
import ledger.topics.ChainHash;
import ledger.topics.LedgerHeaders;
import ledger.topics.ShardPartitioner;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandTopologyTest {
    private static final Asset EUR = new Asset("EUR", 2);
    private static final Command OPEN =
            command("open-1", "alice", new OpenAccount(EUR, Limits.NONE_BELOW_ZERO, Map.of()));
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final CommandDriver driver = new CommandDriver();

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void theTopologyIsTheOneReviewed() {
        GoldenFile.assertMatches(
                "topologies/commands.txt",
                CommandTopology.build(TestSerdes.ofCommands(), 4).describe().toString());
    }

    @Test
    void aDepositMakesAnEventABalanceAndAnOutcome() {
        driver.send(OPEN);
        drain();
        driver.send(deposit("deposit-1", 500));

        TestRecord<String, AccountEvent> event = driver.events.readRecord();
        assertThat(event.key()).isEqualTo("alice");
        assertThat(event.getRecordTime()).isEqualTo(TIME);
        assertThat(event.value())
                .isEqualTo(new AccountEvent(
                        new AccountId("alice"),
                        2,
                        new TransactionId("deposit-1"),
                        deposit("deposit-1", 500).id(),
                        EUR,
                        Amount.ofMinor(500),
                        Amount.ZERO,
                        Amount.ZERO,
                        0,
                        TIME,
                        TIME,
                        new FundsDeposited(Amount.ofMinor(500), null, Map.of())));

        TestRecord<String, Account> balance = driver.balances.readRecord();
        assertThat(balance.key()).isEqualTo("alice");
        assertThat(balance.value().balance()).isEqualTo(Amount.ofMinor(500));
        assertThat(balance.value().version()).isEqualTo(2);
        assertThat(driver.accountStore().get("alice")).isEqualTo(balance.value());

        TestRecord<String, byte[]> answer = driver.outcomes.readRecord();
        assertThat(answer.key()).isEqualTo("deposit-1");
        CommandOutcome outcome = CommandDriver.outcome(answer);
        assertThat(outcome.kind()).isEqualTo(CommandKind.DEPOSIT);
        assertThat(outcome.accountId()).isEqualTo(new AccountId("alice"));
        assertThat(outcome.decidedAt()).isEqualTo(TIME);
        assertThat(outcome.digest()).isEqualTo(deposit("deposit-1", 500).digest());
        assertThat(((TransactionResult) outcome.result()).balances().getFirst().version())
                .isEqualTo(2);
        assertThat(driver.firstOutcome("deposit-1")).isEqualTo(outcome);
        assertNothingMore();
    }

    @Test
    void whoAskedIsPassedOnButNotWhereTheAnswerGoes() {
        Headers headers = new RecordHeaders();
        LedgerHeaders.put(headers, LedgerHeaders.TRACEPARENT, TRACE);
        LedgerHeaders.put(headers, LedgerHeaders.REQUEST_ID, "request-1");
        LedgerHeaders.put(headers, LedgerHeaders.REPLY_PARTITION, "3");
        driver.send(OPEN, headers);
        for (Headers passedOn : List.of(
                unchained(driver.events.readRecord().headers()),
                driver.balances.readRecord().headers(),
                driver.outcomes.readRecord().headers())) {
            assertThat(LedgerHeaders.text(passedOn, LedgerHeaders.TRACEPARENT)).isEqualTo(TRACE);
            assertThat(LedgerHeaders.text(passedOn, LedgerHeaders.REQUEST_ID)).isEqualTo("request-1");
            assertThat(passedOn.toArray()).hasSize(2);
        }
    }

    @Test
    void noSenderCanSayThatAnAnswerIsARepetition() {
        Headers headers = new RecordHeaders();
        headers.add(LedgerHeaders.REPLAYED, "true".getBytes(UTF_8));
        driver.send(OPEN, headers);
        assertThat(replayed(driver.outcomes.readRecord())).isFalse();
        assertThat(unchained(driver.events.readRecord().headers()).toArray()).isEmpty();
    }

    @Test
    void eventsAreChainedAndNoSenderCanSayHow() {
        Headers forged = new RecordHeaders();
        LedgerHeaders.put(forged, LedgerHeaders.CHAIN_PREVIOUS, "forged".getBytes(UTF_8));
        LedgerHeaders.put(forged, LedgerHeaders.CHAIN_HASH, "forged".getBytes(UTF_8));
        driver.send(OPEN, forged);
        for (int i = 1; i <= 3; i++) {
            driver.send(deposit("deposit-" + i, i), forged);
        }
        byte[] head = ChainHash.none();
        ChainHash hash = new ChainHash();
        for (TestRecord<String, byte[]> event : driver.eventBytes.readRecordsToList()) {
            byte[] own = hash.of(head, event.key().getBytes(UTF_8), event.value());
            for (Header previous : event.headers().headers(LedgerHeaders.CHAIN_PREVIOUS)) {
                assertThat(previous.value()).isEqualTo(head);
            }
            for (Header ofItself : event.headers().headers(LedgerHeaders.CHAIN_HASH)) {
                assertThat(ofItself.value()).isEqualTo(own);
            }
            assertThat(event.headers().toArray()).hasSize(2);
            head = own;
        }
        assertThat(head).isNotEqualTo(ChainHash.none());
    }

    @Test
    void aRejectionIsAnsweredAndRememberedWithoutEventOrBalance() {
        CommandOutcome outcome = driver.outcomeOf(deposit("deposit-1", 500));
        assertThat(outcome.result())
                .isEqualTo(Rejection.because(RejectionReason.ACCOUNT_NOT_FOUND).with("accountId", "alice"));
        assertThat(driver.firstOutcome("deposit-1")).isEqualTo(outcome);
        assertThat(driver.accountStore().get("alice")).isNull();
        assertNothingMore();
    }

    @Test
    void whatIsSoAlreadyIsAnsweredWithoutEventOrBalance() {
        driver.send(OPEN);
        drain();
        driver.send(command("unfreeze-1", "alice", new Instruction.UnfreezeAccount()));
        assertThat(CommandDriver.outcome(driver.outcomes.readRecord()).result())
                .isEqualTo(
                        new CommandOutcome.AccountResult(driver.accountStore().get("alice")));
        assertNothingMore();
    }

    @Test
    void aRetryGetsTheFirstAnswerByteForByteAndChangesNothing() {
        driver.send(OPEN);
        Command deposit = deposit("deposit-1", 500);
        driver.send(deposit);
        driver.send(command("withdraw-1", "alice", new WithdrawFunds(Amount.ofMinor(1), EUR, Particulars.NONE)));
        driver.outcomes.readRecord();
        byte[] first = driver.outcomes.readRecord().value();
        Account before = driver.accountStore().get("alice");
        drain();
        for (int retry = 0; retry < 3; retry++) {
            driver.send(deposit);
            TestRecord<String, byte[]> again = driver.outcomes.readRecord();
            assertThat(again.key()).isEqualTo("deposit-1");
            assertThat(again.value()).isEqualTo(first);
            assertThat(replayed(again)).isTrue();
            assertNothingMore();
        }
        assertThat(driver.accountStore().get("alice")).isEqualTo(before);
    }

    @Test
    void aRejectedCommandStaysRejectedWhenItWouldSucceedNow() {
        Command deposit = deposit("deposit-1", 500);
        driver.send(deposit);
        byte[] first = driver.outcomes.readRecord().value();
        driver.send(OPEN);
        drain();
        driver.send(deposit);
        TestRecord<String, byte[]> again = driver.outcomes.readRecord();
        assertThat(again.value()).isEqualTo(first);
        assertThat(replayed(again)).isTrue();
        assertNothingMore();
    }

    @Test
    void aRetryAfterACrashGetsTheFirstAnswerByteForByte() {
        driver.send(OPEN);
        Map<String, String> metadata = new LinkedHashMap<>();
        for (char key = 'z'; key >= 'a'; key--) {
            metadata.put("key-" + key, "v");
        }
        Command accepted = command(
                "deposit-1",
                "alice",
                new DepositFunds(Amount.ofMinor(500), EUR, new Particulars("invoice 17", TIME, metadata)));
        Command rejected =
                command("withdraw-1", "alice", new WithdrawFunds(Amount.ofMinor(501), EUR, Particulars.NONE));
        driver.send(accepted);
        driver.send(rejected);
        List<byte[]> first = driver.outcomes.readValuesToList();
        try (CommandDriver restored = driver.restored()) {
            assertThat(restored.accountStore().get("alice"))
                    .isEqualTo(driver.accountStore().get("alice"));
            restored.send(accepted);
            restored.send(rejected);
            assertThat(restored.outcomes.readRecord().value()).isEqualTo(first.get(1));
            assertThat(restored.outcomes.readRecord().value()).isEqualTo(first.get(2));
            assertThat(restored.events.isEmpty()).isTrue();
            restored.send(deposit("deposit-2", 1));
            assertThat(restored.events.readValue().version()).isEqualTo(3);
        }
    }

    @Test
    void aKeyBelongsToTheRequestThatUsedItFirst() {
        driver.send(OPEN);
        Command deposit = deposit("deposit-1", 500);
        driver.send(deposit);
        drain();
        Rejection reused =
                Rejection.because(RejectionReason.IDEMPOTENCY_KEY_REUSED).with("idempotencyKey", "deposit-1");
        for (Command other : List.of(
                deposit("deposit-1", 501),
                command("deposit-1", "alice", new CloseAccount()),
                command("deposit-1", "bob", deposit.instruction()),
                new Command(deposit.id(), deposit.accountId(), 1L, deposit.instruction()))) {
            driver.send(other);
            TestRecord<String, byte[]> answer = driver.outcomes.readRecord();
            assertThat(CommandDriver.outcome(answer).result()).isEqualTo(reused);
            assertThat(replayed(answer)).isFalse();
            assertNothingMore();
        }
        driver.send(deposit);
        assertThat(CommandDriver.outcome(driver.outcomes.readRecord()).result())
                .as("the first request keeps its answer")
                .isInstanceOf(TransactionResult.class);
    }

    @Test
    void theReusedKeyComesBeforeEveryOtherReason() {
        driver.send(OPEN);
        drain();
        Command other = new Command(OPEN.id(), new AccountId("nobody"), 7L, new CloseAccount());
        assertThat(((Rejection) driver.outcomeOf(other).result()).reason())
                .isEqualTo(RejectionReason.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void anExpectedVersionMakesACommandConditional() {
        driver.send(OPEN);
        drain();
        Command first = new Command(
                deposit("deposit-1", 1).id(),
                OPEN.accountId(),
                1L,
                deposit("deposit-1", 1).instruction());
        assertThat(driver.outcomeOf(first).result()).isInstanceOf(TransactionResult.class);
        Command second = new Command(deposit("deposit-2", 1).id(), OPEN.accountId(), 1L, first.instruction());
        assertThat(driver.outcomeOf(second).result())
                .isEqualTo(Rejection.because(RejectionReason.VERSION_MISMATCH)
                        .with("expectedVersion", 1L)
                        .with("accountId", "alice")
                        .with("version", 2L));
    }

    @Test
    void aCommandThatNoShardMayDecideIsPoison() {
        Headers none = new RecordHeaders();
        assertPoison(() -> driver.send("alice", null, none), "without a value");
        assertPoison(() -> driver.send("bob", OPEN, none), "under the key bob");
        assertPoison(() -> driver.send(null, OPEN, none), "under the key null");
        assertPoison(() -> driver.send(command("k", "@world", new CloseAccount())), "for the boundary account @world");
    }

    @Test
    void aCommandInThePartitionOfAnotherShardIsPoison() {
        int shards = 4;
        try (CommandDriver oneOfFour = new CommandDriver(shards)) {
            for (String account : List.of("alice", "bob", "carol", "dave", "{acme}:cash", "{acme}:fees")) {
                int shard = ShardPartitioner.shardOf(account, shards);
                Command open = command("open-" + account.hashCode(), account, OPEN.instruction());
                if (shard == 0) {
                    oneOfFour.send(open);
                    assertThat(oneOfFour.events.readValue().accountId().value()).isEqualTo(account);
                } else {
                    assertPoison(() -> oneOfFour.send(open), "in the partition of another shard");
                    assertThat(oneOfFour.events.isEmpty()).isTrue();
                }
            }
        }
    }

    private static void assertPoison(ThrowingCallable send, String message) {
        assertThatThrownBy(send)
                .hasCauseInstanceOf(PoisonCommandException.class)
                .cause()
                .hasMessageContaining(message);
    }

    private static boolean replayed(TestRecord<String, byte[]> answer) {
        return "true".equals(LedgerHeaders.text(answer.headers(), LedgerHeaders.REPLAYED));
    }

    private static Headers unchained(Headers headers) {
        assertThat(headers.lastHeader(LedgerHeaders.CHAIN_PREVIOUS)).isNotNull();
        assertThat(headers.lastHeader(LedgerHeaders.CHAIN_HASH)).isNotNull();
        return new RecordHeaders(headers).remove(LedgerHeaders.CHAIN_PREVIOUS).remove(LedgerHeaders.CHAIN_HASH);
    }

    private static Command deposit(String key, long cents) {
        return command(key, "alice", new DepositFunds(Amount.ofMinor(cents), EUR, Particulars.NONE));
    }

    private void drain() {
        driver.events.readValuesToList();
        driver.balances.readValuesToList();
        driver.outcomes.readValuesToList();
    }

    private void assertNothingMore() {
        assertThat(driver.events.isEmpty()).as("no further event").isTrue();
        assertThat(driver.balances.isEmpty()).as("no further balance").isTrue();
        assertThat(driver.outcomes.isEmpty()).as("no further outcome").isTrue();
    }
}
