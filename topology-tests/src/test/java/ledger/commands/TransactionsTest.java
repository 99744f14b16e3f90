package ledger.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Instruction;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.FreezeAccount;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.UnfreezeAccount;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.ShardMessage.Prepare;
import ledger.language.ShardMessage.Stage;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import ledger.topics.VersionsLeft;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions from command to answer: the same whether their accounts live in one shard, in two, or in three. */
@ParameterizedClass
@ValueSource(ints = {1, 2, 3})
class TransactionsTest {
    private static final Asset EUR = new Asset("EUR", 2);
    private static final Asset USD = new Asset("USD", 2);

    private final Shards shards;
    private final String alice;
    private final String bob;
    private final String carol;
    private int keys;

    TransactionsTest(int count) {
        shards = new Shards(count);
        alice = shards.account(0, 0);
        bob = shards.account(1 % count, 1);
        carol = shards.account(2 % count, 2);
        for (String account : List.of(alice, bob, carol)) {
            open(account, Limits.NONE_BELOW_ZERO, EUR);
        }
        deposit(alice, 100_00);
    }

    @AfterEach
    void close() {
        shards.close();
    }

    @Test
    void aTransferMovesMoneyAndAnswersWithEveryAccount() {
        Transaction transaction = posted(post(posting(alice, bob, 25_00)));
        assertThat(transaction.status()).isEqualTo(TransactionStatus.POSTED);
        assertStands(alice, 75_00, 0);
        assertStands(bob, 25_00, 0);
    }

    @Test
    void severalPostingsAreAppliedInTheirOrder() {
        posted(post(posting(alice, bob, 100_00), posting(bob, carol, 60_00), posting(carol, "@world", 10_00)));
        assertStands(alice, 0, 0);
        assertStands(bob, 40_00, 0);
        assertStands(carol, 50_00, 0);
        rejected(RejectionReason.INSUFFICIENT_FUNDS, post(posting(alice, bob, 1), posting(bob, alice, 1)));
    }

    @Test
    void anAccountThatOnlyPassesMoneyOnTakesPartToo() {
        long version = shards.account(bob).version();
        posted(post(posting(alice, bob, 10_00), posting(bob, carol, 10_00)));
        assertStands(bob, 0, 0);
        assertThat(shards.account(bob).version()).isGreaterThan(version);
    }

    @Test
    void severalCurrenciesStandInOneTransaction() {
        String dollars = shards.account(0, 7);
        open(dollars, new Limits(null, null), USD);
        posted(post(posting(alice, bob, 10_00), new Posting(id(dollars), AccountId.WORLD, Amount.ofMinor(5), USD)));
        assertStands(bob, 10_00, 0);
        assertStands(dollars, -5, 0);
    }

    @Test
    void whateverIsRefusedMovesNothing() {
        rejected(RejectionReason.INSUFFICIENT_FUNDS, post(posting(alice, carol, 1_00), posting(alice, bob, 99_01)));
        rejected(RejectionReason.ACCOUNT_NOT_FOUND, post(posting(alice, carol, 1_00), posting(alice, "nobody", 1)));
        rejected(RejectionReason.SAME_ACCOUNT, post(posting(alice, carol, 1_00), posting(bob, bob, 1)));
        rejected(
                RejectionReason.CURRENCY_MISMATCH,
                post(posting(alice, carol, 1_00), new Posting(id(alice), id(bob), Amount.ofMinor(1), USD)));
        assertStands(alice, 100_00, 0);
        assertStands(bob, 0, 0);
        assertStands(carol, 0, 0);
    }

    @Test
    void whoeverHearsOfARefusalKnowsWhenNothingOfItIsLeft() {
        List<Command> refused = List.of(
                post(posting(alice, carol, 1_00), posting(bob, alice, 1)),
                post(posting(alice, carol, 1_00), posting(alice, "nobody", 1)),
                hold(null, posting(alice, carol, 1_00), posting(carol, bob, 1_01)));
        for (Command command : refused) {
            Map<AccountId, Long> before = versions();
            assertThat(shards.decide(command).result()).isInstanceOf(Rejection.class);

            Map<AccountId, Long> left =
                    VersionsLeft.of(shards.answers(command).getLast().headers()).versions();
            Map<AccountId, Long> changed = versions();
            changed.entrySet().removeAll(before.entrySet());
            assertThat(left).isEqualTo(changed);
        }
    }

    private Map<AccountId, Long> versions() {
        Map<AccountId, Long> versions = new HashMap<>();
        for (String account : List.of(alice, bob, carol)) {
            versions.put(id(account), shards.account(account).version());
        }
        return versions;
    }

    @Test
    void theFirstReasonInTheOrderIsGivenWhereverTheAccountsLive() {
        rejected(RejectionReason.ACCOUNT_NOT_FOUND, post(posting(alice, bob, 200_00), posting(carol, "nobody", 1)));
        decide(carol, new FreezeAccount());
        rejected(RejectionReason.ACCOUNT_FROZEN, post(posting(alice, bob, 200_00), posting(bob, carol, 1)));
        rejected(RejectionReason.ACCOUNT_FROZEN, post(posting(alice, alice, 200_00), posting(bob, carol, 1)));
    }

    @Test
    void aLimitOnTheOtherSideHolds() {
        String small = shards.account(bobsShard(), 9);
        open(small, new Limits(Amount.ZERO, Amount.ofMinor(10_00)), EUR);
        posted(post(posting(alice, small, 6_00)));
        rejected(RejectionReason.BALANCE_LIMIT_EXCEEDED, post(posting(alice, small, 4_01)));
        Command hold = hold(null, posting(alice, small, 4_00));
        posted(hold);
        rejected(
                RejectionReason.BALANCE_LIMIT_EXCEEDED,
                command(small, new DepositFunds(Amount.ofMinor(1), EUR, Particulars.NONE)));
        posted(capture(hold, null, false));
        assertStands(small, 10_00, 0);
    }

    @Test
    void aHoldReservesAndACapturePosts() {
        Command hold = hold(null, posting(alice, bob, 30_00));
        assertThat(posted(hold).status()).isEqualTo(TransactionStatus.PENDING);
        assertStands(alice, 100_00, 30_00);
        rejected(RejectionReason.INSUFFICIENT_FUNDS, post(posting(alice, carol, 70_01)));
        rejected(RejectionReason.ACCOUNT_NOT_EMPTY, command(bob, new Instruction.CloseAccount()));
        assertThat(posted(capture(hold, "10.00", false)).status()).isEqualTo(TransactionStatus.PENDING);
        assertStands(alice, 90_00, 20_00);
        assertStands(bob, 10_00, 0);
        rejected(RejectionReason.AMOUNT_EXCEEDS_PENDING, capture(hold, "20.01", false));
        rejected(RejectionReason.INVALID_REQUEST, capture(hold, "1.001", false));
        Transaction last = posted(capture(hold, "5.00", true));
        assertThat(last.status()).isEqualTo(TransactionStatus.POSTED);
        assertThat(last.captured()).containsExactly(Amount.ofMinor(15_00));
        assertStands(alice, 85_00, 0);
        rejected(RejectionReason.TRANSACTION_NOT_PENDING, capture(hold, null, false));
        rejected(RejectionReason.TRANSACTION_NOT_PENDING, annul(hold));
        assertThat(posted(reverse(hold)).status()).isEqualTo(TransactionStatus.REVERSED);
        assertStands(alice, 100_00, 0);
        assertStands(bob, 0, 0);
    }

    @Test
    void aHoldOfSeveralPostingsIsCapturedAsAWhole() {
        Command hold = hold(null, posting(alice, bob, 30_00), posting(bob, carol, 10_00));
        posted(hold);
        rejected(RejectionReason.INVALID_REQUEST, capture(hold, "10.00", false));
        posted(capture(hold, null, false));
        assertStands(alice, 70_00, 0);
        assertStands(bob, 20_00, 0);
        assertStands(carol, 10_00, 0);
    }

    @Test
    void aHoldIsVoided() {
        Command hold = hold(null, posting(alice, bob, 30_00), posting(alice, carol, 1_00));
        posted(hold);
        assertThat(posted(annul(hold)).status()).isEqualTo(TransactionStatus.VOIDED);
        assertStands(alice, 100_00, 0);
        rejected(RejectionReason.TRANSACTION_NOT_PENDING, annul(hold));
        rejected(RejectionReason.TRANSACTION_NOT_PENDING, reverse(hold));
        decide(bob, new Instruction.CloseAccount());
        assertThat(shards.account(bob).status().name()).isEqualTo("CLOSED");
    }

    @Test
    void aHoldThatWasRefusedHoldsNothing() {
        Command hold = hold(null, posting(alice, bob, 30_00), posting(bob, carol, 30_01));
        rejected(RejectionReason.INSUFFICIENT_FUNDS, hold);
        assertStands(alice, 100_00, 0);
        rejected(RejectionReason.TRANSACTION_NOT_FOUND, capture(hold, null, false));
        for (String account : List.of(bob, carol)) {
            decide(account, new Instruction.CloseAccount());
            assertThat(shards.account(account).status().name()).isEqualTo("CLOSED");
        }
    }

    @Test
    void aHoldExpiresByItself() {
        Command hold = hold(Duration.ofMinutes(1), posting(alice, bob, 30_00), posting(alice, carol, 1_00));
        posted(hold);
        shards.pass(Duration.ofMillis(59_500));
        assertStands(alice, 100_00, 31_00);
        shards.pass(Duration.ofSeconds(1));
        assertStands(alice, 100_00, 0);
        rejected(RejectionReason.TRANSACTION_EXPIRED, capture(hold, null, false));
        rejected(RejectionReason.TRANSACTION_EXPIRED, annul(hold));
    }

    @Test
    void aHoldThatIsBusyWhenItsTimeComesExpiresAfterwards() {
        Command hold = hold(Duration.ofMinutes(1), posting(alice, bob, 30_00));
        posted(hold);
        decide(bob, new FreezeAccount());
        Command capture = capture(hold, null, false);
        shards.send(capture);
        // The clock ticks before bob's shard says no.
        shards.pass(Duration.ofMinutes(1));
        assertThat(((Rejection) shards.answer(capture).result()).reason()).isEqualTo(RejectionReason.ACCOUNT_FROZEN);
        shards.pass(Duration.ofSeconds(1));
        assertStands(alice, 100_00, 0);
        rejected(RejectionReason.TRANSACTION_EXPIRED, annul(hold));
    }

    @Test
    void holdsThatCannotEndHideNoneBehindThem() {
        assumeTrue(bobsShard() != 0, "within a shard nothing has to wait");
        int moreThanAreLookedAtAtOnce = 600;
        for (int i = 0; i < moreThanAreLookedAtAtOnce; i++) {
            shards.decide(hold(Duration.ofMinutes(1), posting(alice, bob, 1)));
        }
        String neighbour = shards.account(0, 9);
        open(neighbour, Limits.NONE_BELOW_ZERO, EUR);
        deposit(neighbour, 5_00);
        posted(hold(Duration.ofMinutes(2), posting(neighbour, alice, 5_00)));
        for (int minutes = 0; minutes < 6; minutes++) {
            shards.passInSilence(Duration.ofMinutes(1));
        }
        assertStands(neighbour, 5_00, 0);
    }

    @Test
    void aFreezeStopsCapturesAndNotVoids() {
        Command hold = hold(null, posting(alice, bob, 30_00), posting(alice, carol, 1_00));
        posted(hold);
        decide(carol, new FreezeAccount());
        rejected(RejectionReason.ACCOUNT_FROZEN, capture(hold, null, false));
        assertStands(alice, 100_00, 31_00);
        decide(carol, new UnfreezeAccount());
        posted(capture(hold, null, false));
        Command other = hold(null, posting(alice, bob, 1_00), posting(alice, carol, 1_00));
        posted(other);
        decide(carol, new FreezeAccount());
        posted(annul(other));
        assertStands(alice, 69_00, 0);
    }

    @Test
    void aTransactionIsReversedOnce() {
        Command transfer = post(posting(alice, bob, 30_00), posting(bob, carol, 10_00));
        posted(transfer);
        Command reverse = reverse(transfer);
        Transaction reversed = posted(reverse);
        assertThat(reversed.status()).isEqualTo(TransactionStatus.REVERSED);
        assertThat(reversed.reversedBy()).isEqualTo(TransactionId.of(reverse.id()));
        assertStands(alice, 100_00, 0);
        assertStands(bob, 0, 0);
        assertStands(carol, 0, 0);
        rejected(RejectionReason.ALREADY_REVERSED, reverse(transfer));
        assertThat(posted(command(alice, new ReverseTransaction(TransactionId.of(reverse.id()), null, Map.of())))
                        .status())
                .isEqualTo(TransactionStatus.REVERSED);
        assertStands(carol, 10_00, 0);
    }

    @Test
    void aReversalKeepsTheRulesOfFunds() {
        Command transfer = post(posting(alice, bob, 30_00));
        posted(transfer);
        posted(post(posting(bob, carol, 1)));
        rejected(RejectionReason.INSUFFICIENT_FUNDS, reverse(transfer));
        posted(post(posting(carol, bob, 1)));
        posted(reverse(transfer));
        assertStands(alice, 100_00, 0);
    }

    @Test
    void aDepositIsATransactionThatCanBeReversed() {
        Command deposit = command(bob, new DepositFunds(Amount.ofMinor(5_00), EUR, Particulars.NONE));
        posted(deposit);
        posted(command(bob, new ReverseTransaction(TransactionId.of(deposit.id()), "wrong", Map.of())));
        assertStands(bob, 0, 0);
    }

    @Test
    void aRetryWhileItIsUnderWayGetsTheOneAnswer() {
        Command transfer = post(posting(alice, bob, 25_00), posting(alice, carol, 1_00));
        shards.send(transfer);
        shards.send(transfer);
        shards.carry();
        shards.send(transfer);
        assertThat(shards.answers(transfer)).hasSize(3);
        assertThat(shards.answers(transfer).stream().map(answer -> answer.value()))
                .containsOnly(shards.answer(transfer));
        assertStands(alice, 74_00, 0);
    }

    @Test
    void commandsAboutATransactionThatIsUnderWayWaitForIt() {
        Command hold = hold(null, posting(alice, bob, 30_00));
        Command capture = capture(hold, "10.00", false);
        Command annul = annul(hold);
        Command tooLate = capture(hold, "10.00", false);
        for (Command command : List.of(hold, capture, annul, tooLate)) {
            shards.send(command);
        }
        shards.carry();
        assertThat(transaction(capture).status()).isEqualTo(TransactionStatus.PENDING);
        assertThat(transaction(annul).status()).isEqualTo(TransactionStatus.POSTED);
        assertThat(((Rejection) shards.answer(tooLate).result()).reason())
                .isEqualTo(RejectionReason.TRANSACTION_NOT_PENDING);
        assertStands(alice, 90_00, 0);
        assertStands(bob, 10_00, 0);
    }

    /** All of them are in one record, which has to stay smaller than brokers take. */
    @Test
    void soManyWaitForATransactionAndNoMore() {
        assumeTrue(bobsShard() != 0, "within a shard nothing has to wait");
        int atMost = 200;
        Command hold = hold(null, posting(alice, bob, 30_00));
        shards.send(hold);
        List<Command> waiting = Stream.generate(() -> capture(hold, "0.01", false))
                .limit(atMost)
                .toList();
        waiting.forEach(shards::send);
        Command tooMany = capture(hold, "0.01", false);
        for (Command refused : List.of(tooMany, waiting.getLast())) {
            shards.send(refused);
            assertThat(shards.answer(refused).result()).isEqualTo(Rejection.because(RejectionReason.OVERLOADED));
        }
        for (int retry = 0; retry < atMost; retry++) {
            shards.send(hold);
        }
        assertThat(shards.answer(hold).result()).isEqualTo(Rejection.because(RejectionReason.OVERLOADED));

        shards.carry();
        waiting.forEach(capture -> assertThat(shards.answer(capture).result()).isInstanceOf(TransactionResult.class));
        assertThat(transaction(waiting.getLast()).captured()).containsExactly(Amount.ofMinor(atMost));
        assertThat(transaction(hold).status()).isEqualTo(TransactionStatus.PENDING);
        posted(tooMany);
        assertStands(bob, atMost + 1, 0);
    }

    @Test
    void whatIsUnderWayForAReversedTransactionIsNotLostWithACommandAboutItsReversal() {
        Command transfer = post(posting(alice, bob, 1_00), posting(alice, carol, 1_00));
        posted(transfer);
        Command reverse = reverse(transfer);
        posted(reverse);
        Command capture = capture(transfer, null, true);
        shards.send(capture);
        rejected(
                RejectionReason.TRANSACTION_NOT_PENDING,
                command(transfer.accountId().value(), new VoidTransaction(TransactionId.of(reverse.id()))));
        rejected(RejectionReason.TRANSACTION_NOT_PENDING, capture(reverse, null, true));
        rejected(RejectionReason.ALREADY_REVERSED, reverse(transfer));
        assertThat(((Rejection) shards.answer(capture).result()).reason())
                .isEqualTo(RejectionReason.TRANSACTION_NOT_PENDING);
    }

    @Test
    void versionsHaveNoGapsAndAmountsAddUp() {
        Command hold = hold(null, posting(alice, bob, 30_00), posting(bob, carol, 1_00));
        posted(hold);
        posted(capture(hold, null, true));
        posted(reverse(hold));
        for (String account : List.of(alice, bob, carol)) {
            List<Long> versions = new ArrayList<>();
            for (AccountEvent event : shards.events) {
                if (event.accountId().value().equals(account)) {
                    versions.add(event.version());
                }
            }
            assertThat(versions.getFirst()).isEqualTo(1);
            assertThat(versions).isSorted().doesNotHaveDuplicates();
            assertThat(versions.getLast()).isEqualTo(versions.size());
        }
    }

    @Test
    void messagesThatAreRepeatedChangeNothing() {
        Command hold = hold(null, posting(alice, bob, 30_00), posting(bob, carol, 1_00));
        posted(hold);
        shards.repeatAll();
        posted(capture(hold, null, true));
        posted(post(posting(alice, bob, 1_00), posting(alice, carol, 1_00)));
        posted(post(posting(alice, carol, 1_00)));
        rejected(RejectionReason.INSUFFICIENT_FUNDS, post(posting(alice, bob, 1_00), posting(carol, bob, 50_00)));
        int before = shards.events.size();
        shards.repeatAll();
        assertThat(shards.events).hasSize(before);
        posted(reverse(hold));
        assertStands(alice, 97_00, 0);
    }

    /** Where nobody but the shards looks at keys, one key may be used in two homes: never is one leg posted without its other. */
    @Test
    void twoTransactionsOfOneKeyInTwoHomesAreToldApart() {
        deposit(bob, 100_00);
        Command one = post(posting(alice, carol, 1_00));
        posted(one);
        Command other = new Command(
                one.id(),
                id(bob),
                null,
                new PostTransaction(List.of(posting(bob, carol, 2_00)), false, null, Particulars.NONE));
        CommandOutcome outcome = shards.decide(other);
        boolean taken = outcome.result() instanceof TransactionResult;
        assertThat(taken).as("told apart by the shards").isEqualTo(bobsShard() != 0);
        assertStands(bob, taken ? 98_00 : 100_00, 0);
        assertStands(carol, taken ? 3_00 : 1_00, 0);
    }

    @Test
    void theAnswerTellsTheTimeThatIsInTheLogWhereTheClockWasSetBack() {
        shards.setBack(Duration.ofSeconds(1));
        Command transfer = post(posting(alice, bob, 1_00));
        Command hold = hold(Duration.ofMinutes(1), posting(alice, carol, 1_00));
        for (Command command : List.of(transfer, hold)) {
            assertThat(posted(command).recordedAt()).isEqualTo(recordedAtHome(command));
        }
        assertThat(posted(hold).expiresAt()).isEqualTo(Shards.START.plusSeconds(59));
        Command refund = reverse(transfer);
        posted(refund);
        assertThat(posted(reverse(refund)).recordedAt()).isEqualTo(recordedAtHome(refund));
    }

    /** Of the first event of a transaction on the account that its command was sent to. */
    private Instant recordedAtHome(Command command) {
        return shards.events.stream()
                .filter(event -> event.accountId().equals(command.accountId())
                        && event.commandId().equals(command.id()))
                .findFirst()
                .orElseThrow()
                .recordedAt();
    }

    @Test
    void aTransferBetweenTwoShardsTakesOneMessageThereAndOneBack() {
        int before = shards.messages.size();
        posted(post(posting(alice, bob, 25_00)));
        int expected = bobsShard() == 0 ? 0 : 2;
        assertThat(shards.messages).hasSize(before + expected);
        if (expected > 0) {
            assertThat(((Prepare) shards.messages.get(before).body()).stage()).isEqualTo(Stage.COMPLETE);
        }
    }

    private int bobsShard() {
        return bob.equals(shards.account(0, 1)) ? 0 : 1;
    }

    private void open(String account, Limits limits, Asset asset) {
        decide(account, new OpenAccount(asset, limits, Map.of()));
    }

    private void deposit(String account, long minor) {
        decide(account, new DepositFunds(Amount.ofMinor(minor), EUR, Particulars.NONE));
    }

    private void decide(String account, Instruction instruction) {
        CommandOutcome outcome = shards.decide(command(account, instruction));
        assertThat(outcome.result()).isNotInstanceOf(Rejection.class);
    }

    private Command command(String account, Instruction instruction) {
        keys++;
        return new Command(new CommandId("key-" + keys), id(account), null, instruction);
    }

    private static AccountId id(String account) {
        return account.equals("@world") ? AccountId.WORLD : new AccountId(account);
    }

    private static Posting posting(String from, String to, long minor) {
        return new Posting(id(from), id(to), Amount.ofMinor(minor), EUR);
    }

    private Command post(Posting... postings) {
        return command(
                postings[0].from().value(),
                new PostTransaction(Arrays.asList(postings), false, null, Particulars.NONE));
    }

    private Command hold(@Nullable Duration expiresIn, Posting... postings) {
        return command(
                postings[0].from().value(),
                new PostTransaction(Arrays.asList(postings), true, expiresIn, Particulars.NONE));
    }

    private Command capture(Command hold, @Nullable String amount, boolean isFinal) {
        return command(
                hold.accountId().value(),
                new CaptureTransaction(
                        TransactionId.of(hold.id()), amount == null ? null : new BigDecimal(amount), isFinal));
    }

    private Command annul(Command hold) {
        return command(hold.accountId().value(), new VoidTransaction(TransactionId.of(hold.id())));
    }

    private Command reverse(Command transaction) {
        return command(
                transaction.accountId().value(),
                new ReverseTransaction(TransactionId.of(transaction.id()), null, Map.of()));
    }

    /** The transaction that was accepted; its answer names every account as it stands, and a retry gets it again. */
    private Transaction posted(Command command) {
        CommandOutcome outcome = shards.decide(command);
        assertThat(outcome.result()).as("%s", command).isInstanceOf(TransactionResult.class);
        TransactionResult result = (TransactionResult) outcome.result();
        assertThat(result.balances())
                .containsExactlyElementsOf(result.transaction().accounts().stream()
                        .map(AccountId::value)
                        .map(shards::account)
                        .map(BalanceAfter::of)
                        .toList());
        assertThat(shards.decide(command)).isEqualTo(outcome);
        return result.transaction();
    }

    private Transaction transaction(Command command) {
        return ((TransactionResult) shards.answer(command).result()).transaction();
    }

    private void rejected(RejectionReason reason, Command command) {
        CommandOutcome outcome = shards.decide(command);
        assertThat(outcome.result()).as("%s", command).isInstanceOf(Rejection.class);
        assertThat(((Rejection) outcome.result()).reason()).as("%s", command).isEqualTo(reason);
        assertThat(shards.decide(command)).isEqualTo(outcome);
    }

    private void assertStands(String id, long balance, long reserved) {
        Account account = shards.account(id);
        assertThat(account.balance()).as("balance of %s", id).isEqualTo(Amount.ofMinor(balance));
        assertThat(account.reserved()).as("reserved of %s", id).isEqualTo(Amount.ofMinor(reserved));
    }
}
