package ledger.api.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction;
import ledger.language.Instruction.CloseAccount;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Posting;
import ledger.language.TransactionId;
import ledger.topics.ShardPartitioner;
import org.junit.jupiter.api.Test;

/** Which commands of a batch wait for which. */
class BatchOrderTest {
    private static final int SHARDS = 4;
    private static final Asset EUR = new Asset("EUR", 2);
    private static final Duration NO_TIME = Duration.ZERO;

    private final String a = account(0, 0);
    private final String a2 = account(0, 1);
    private final String b = account(1, 0);
    private final String c = account(2, 0);
    private BatchOrder<Line> order = new BatchOrder<>(SHARDS, false);
    private final List<String> sent = new ArrayList<>();
    private final Map<String, CompletableFuture<Void>> ends = new HashMap<>();

    private record Line(Command command, CompletableFuture<Void> end) implements BatchOrder.Ordered {}

    private static String account(int shard, int n) {
        int found = -1;
        for (int i = 0; ; i++) {
            if (ShardPartitioner.shardOf("account-" + i, SHARDS) == shard && ++found == n) {
                return "account-" + i;
            }
        }
    }

    private Line line(String key, String account, Instruction instruction) {
        CompletableFuture<Void> end = ends.computeIfAbsent(key, _ -> new CompletableFuture<>());
        return new Line(new Command(new CommandId(key), new AccountId(account), null, instruction), end);
    }

    private Line deposit(String key, String account) {
        return line(key, account, new DepositFunds(Amount.ofMinor(1), EUR, Particulars.NONE));
    }

    private Line transfer(String key, String... accounts) {
        List<Posting> postings = new ArrayList<>();
        for (int i = 1; i < accounts.length; i++) {
            postings.add(
                    new Posting(new AccountId(accounts[i - 1]), new AccountId(accounts[i]), Amount.ofMinor(1), EUR));
        }
        return line(key, accounts[0], new PostTransaction(postings, false, null, Particulars.NONE));
    }

    private void add(Line... lines) {
        order.add(Arrays.asList(lines), this::send);
    }

    private void send(Line line) {
        sent.add(line.command().id().value());
    }

    private List<String> finish() throws InterruptedException {
        order.finish(NO_TIME, this::send);
        return order.giveUp().stream().map(line -> line.command().id().value()).toList();
    }

    private void end(String key) {
        Objects.requireNonNull(ends.get(key)).complete(null);
    }

    @Test
    void whatOneShardDecidesWaitsForNothing() throws InterruptedException {
        add(deposit("1", a), deposit("2", a), transfer("3", a, a2), deposit("4", a2), deposit("5", b));
        assertThat(sent).containsExactly("1", "2", "3", "4", "5");
        assertThat(finish()).isEmpty();
    }

    @Test
    void aCommandToAnAccountWaitsForTheTransactionsThatTouchIt() throws InterruptedException {
        add(transfer("1", a, b), transfer("2", c, b), deposit("3", b), deposit("4", a2), deposit("5", b));
        assertThat(sent).containsExactly("1", "2", "4");
        end("2");
        add();
        assertThat(sent).as("1 has not ended").containsExactly("1", "2", "4");
        end("1");
        assertThat(finish()).isEmpty();
        assertThat(sent).containsExactly("1", "2", "4", "3", "5");
    }

    @Test
    void aTransactionWaitsForWhatWasSentToItsAccountsInOtherShards() throws InterruptedException {
        add(deposit("1", a), deposit("2", b), transfer("3", a, b), line("4", b, new CloseAccount()));
        assertThat(sent).containsExactly("1", "2");
        end("1");
        assertThat(finish()).containsExactly("3", "4");
        assertThat(sent).as("in the shard of 1 it comes after it anyway").containsExactly("1", "2");
    }

    @Test
    void whatWaitsIsNotOvertakenOnItsOtherAccounts() throws InterruptedException {
        add(deposit("1", c), transfer("2", b, c), deposit("3", b), deposit("4", a2));
        assertThat(sent).containsExactly("1", "4");
        end("1");
        assertThat(finish()).containsExactly("3");
        assertThat(sent).containsExactly("1", "4", "2");
    }

    @Test
    void transactionsWaitForEachOtherWhereOneTakesWhatTheOtherBringsAndOnlyIfAsked() throws InterruptedException {
        add(transfer("1", a, b), transfer("2", b, c), transfer("3", c, a));
        assertThat(sent).containsExactly("1", "2", "3");

        sent.clear();
        order = new BatchOrder<>(SHARDS, true);
        add(transfer("4", a, b), transfer("5", b, c), transfer("6", c, a), transfer("7", a, b), transfer("8", a2, b));
        assertThat(sent).as("what 7 takes would be brought by 6").containsExactly("4", "8");
        end("4");
        assertThat(finish()).as("8 brings too").containsExactly("5", "6", "7");
    }

    @Test
    void aTransactionThatTheBatchMadeIsNamedWithItsAccounts() throws InterruptedException {
        add(transfer("1", a, b), line("2", a, new VoidTransaction(new TransactionId("1"))), deposit("3", b));
        assertThat(sent).as("its home decides 2 after 1").containsExactly("1", "2");
        end("1");
        add();
        assertThat(sent).as("2 is of both accounts too").containsExactly("1", "2");
        end("2");
        assertThat(finish()).isEmpty();
        assertThat(sent).containsExactly("1", "2", "3");
    }

    @Test
    void nothingOvertakesWhatIsAddressedToTheSameAccount() throws InterruptedException {
        add(deposit("1", b), transfer("2", a, b), transfer("3", a, a2), transfer("4", a2, a));
        assertThat(sent).as("4 is another account's").containsExactly("1", "4");
        end("1");
        assertThat(finish()).isEmpty();
        assertThat(sent).containsExactly("1", "4", "2", "3");
    }

    @Test
    void theNextOfTheBatchWaitForThoseBeforeThem() throws InterruptedException {
        add(transfer("1", a, b));
        add(deposit("2", b));
        add(deposit("3", b), deposit("4", c));
        assertThat(sent).containsExactly("1", "4");
        assertThat(finish()).containsExactly("2", "3");
    }
}
