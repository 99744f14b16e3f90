package ledger.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ledger.api.commands.CommandReply;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandKind;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.Result;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Instruction;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.RequestDigest;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import ledger.topics.ShardPartitioner;
import ledger.topics.VersionsLeft;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AcknowledgedVersionsTest {
    private static final int SHARDS = 2;
    private static final AccountId ALICE = new AccountId("alice");
    private static final AccountId BOB = new AccountId("bob");
    private static final TransactionId T = new TransactionId("t");
    private static final TransactionId R = new TransactionId("r");

    private final AcknowledgedVersions versions = new AcknowledgedVersions(SHARDS);

    private static BalanceAfter at(AccountId account, long version) {
        return new BalanceAfter(account, new Asset("EUR", 2), Amount.ZERO, Amount.ZERO, null, version);
    }

    private void note(TransactionId id, @Nullable TransactionId reversedBy, BalanceAfter... left) {
        Transaction transaction = new Transaction(
                id,
                TransactionStatus.POSTED,
                List.of(),
                List.of(),
                null,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                reversedBy);
        note(new TransactionResult(transaction, Arrays.asList(left)));
    }

    private void note(Result result) {
        note(result, VersionsLeft.NONE);
    }

    private void note(Result result, VersionsLeft left) {
        CommandOutcome outcome = new CommandOutcome(
                new CommandId("c"),
                ALICE,
                RequestDigest.of(new Command(new CommandId("c"), ALICE, null, new Instruction.FreezeAccount())),
                CommandKind.TRANSACTION,
                Instant.EPOCH,
                result);
        versions.note(new CommandReply(outcome, false, left));
    }

    @Test
    void theLastThatWereToldOfAreKnownTogether() {
        note(T, null, at(ALICE, 3), at(BOB, 5));
        note(R, null, at(ALICE, 2));
        assertThat(versions.within(Duration.ofMinutes(1))).isEqualTo(Map.of(ALICE, 3L, BOB, 5L));
        assertThat(versions.within(Duration.ofMinutes(-1))).isEmpty();
    }

    @Test
    void ofTheAccountsOfAShardTheFirstAreForgotten() {
        List<AccountId> beside = beside(ALICE).limit(16).toList();
        note(T, null, at(ALICE, 1));
        note(T, null, at(beside.getFirst(), 1));
        note(T, null, at(ALICE, 2));
        beside.stream().skip(1).forEach(account -> note(T, null, at(account, 1)));
        assertThat(versions.within(Duration.ofMinutes(1)))
                .hasSize(16)
                .containsEntry(ALICE, 2L)
                .doesNotContainKey(beside.getFirst());
    }

    /** Its events are folded in another order than theirs. */
    @Test
    void anAccountIsNotForgottenForThoseOfAnotherShard() {
        AccountId other = accounts()
                .filter(account -> shard(account) != shard(ALICE))
                .findFirst()
                .orElseThrow();
        note(T, null, at(other, 1));
        beside(ALICE).limit(1000).forEach(account -> note(T, null, at(account, 1)));
        assertThat(versions.within(Duration.ofMinutes(1))).hasSize(17).containsEntry(other, 1L);
    }

    private static Stream<AccountId> beside(AccountId one) {
        return accounts().filter(account -> shard(account) == shard(one));
    }

    private static Stream<AccountId> accounts() {
        return IntStream.iterate(0, n -> n + 1).mapToObj(n -> new AccountId("account:" + n));
    }

    private static int shard(AccountId account) {
        return ShardPartitioner.shardOf(account.value(), SHARDS);
    }

    @Test
    void nothingIsKnownAtFirst() {
        note(Rejection.because(RejectionReason.AMOUNT_OVERFLOW));

        assertThat(versions.of(ALICE)).isZero();
        assertThat(versions.of(T)).isEmpty();
    }

    @Test
    void aRejectionLeavesVersionsWhereSomethingHadBeenReserved() {
        note(Rejection.because(RejectionReason.ACCOUNT_CLOSED), VersionsLeft.by(List.of(at(ALICE, 4))));

        assertThat(versions.of(ALICE)).isEqualTo(4);
        assertThat(versions.of(BOB)).isZero();
    }

    @Test
    void theLatestVersionOfEveryAccountIsKept() {
        note(T, null, at(ALICE, 4), at(BOB, 7));
        note(T, null, at(ALICE, 5));
        note(T, null, at(BOB, 6));

        assertThat(versions.of(T)).isEqualTo(Map.of(ALICE, 5L, BOB, 7L));
        assertThat(versions.of(ALICE)).isEqualTo(5);
        assertThat(versions.of(BOB)).isEqualTo(7);
    }

    @Test
    void whatWasReversedIsKeptForItsReversalToo() {
        note(T, null, at(ALICE, 4));
        note(T, R, at(ALICE, 9), at(BOB, 2));

        assertThat(versions.of(R)).isEqualTo(Map.of(ALICE, 9L, BOB, 2L));
        assertThat(versions.of(T)).isEqualTo(Map.of(ALICE, 9L, BOB, 2L));
    }
}
