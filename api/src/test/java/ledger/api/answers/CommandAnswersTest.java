package ledger.api.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandId;
import ledger.language.CommandKind;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Posting;
import ledger.language.RequestDigest;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The answers to commands that make or change a transaction. */
class CommandAnswersTest {
    private static final Asset EUR = new Asset("EUR", 2);
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final AccountId ALICE = new AccountId("alice");
    private static final AccountId BOB = new AccountId("bob");

    private static Answer answer(CommandKind kind) {
        Transaction transaction = new Transaction(
                new TransactionId("{acme}:1"),
                TransactionStatus.PENDING,
                List.of(new Posting(ALICE, BOB, Amount.ofMinor(2500), EUR)),
                List.of(Amount.ofMinor(500)),
                null,
                Map.of(),
                TIME,
                TIME,
                TIME.plusSeconds(60),
                null,
                null);
        List<BalanceAfter> balances = List.of(
                new BalanceAfter(ALICE, EUR, Amount.ofMinor(7450), Amount.ofMinor(2000), Amount.ofMinor(5450), 4),
                new BalanceAfter(BOB, EUR, Amount.ofMinor(500), Amount.ZERO, null, 9));
        return CommandAnswers.of(new CommandOutcome(
                new CommandId("{acme}:k1"),
                ALICE,
                new RequestDigest("00".repeat(32)),
                kind,
                TIME,
                new TransactionResult(transaction, balances)));
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandKind.class,
            names = {"DEPOSIT", "WITHDRAW", "TRANSACTION", "REVERSE"})
    void whatMakesATransactionSaysWhereItIs(CommandKind kind) {
        assertThat(answer(kind).status()).isEqualTo(201);
        assertThat(answer(kind).headers()).isEqualTo(Map.of("Location", "/v1/transactions/%7Bacme%7D%3Ak1"));
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandKind.class,
            names = {"CAPTURE", "VOID"})
    void whatChangesATransactionMakesNothing(CommandKind kind) {
        assertThat(answer(kind).status()).isEqualTo(200);
        assertThat(answer(kind).headers()).isEmpty();
    }

    @Test
    void everyAccountOfATransactionIsInTheAnswer() {
        assertThat(answer(CommandKind.CAPTURE).body())
                .hasToString(
                        "{\"id\":\"{acme}:1\",\"status\":\"PENDING\",\"postings\":[{\"from\":\"alice\",\"to\":\"bob\","
                                + "\"amount\":\"25.00\",\"currency\":\"EUR\",\"captured\":\"5.00\"}],\"reference\":null,"
                                + "\"metadata\":{},\"recordedAt\":\"2026-01-01T00:00:00Z\","
                                + "\"effectiveAt\":\"2026-01-01T00:00:00Z\",\"expiresAt\":\"2026-01-01T00:01:00Z\","
                                + "\"balances\":{\"alice\":{\"balance\":\"74.50\",\"reserved\":\"20.00\","
                                + "\"available\":\"54.50\",\"version\":4},\"bob\":{\"balance\":\"5.00\",\"reserved\":\"0.00\","
                                + "\"available\":null,\"version\":9}}}");
    }
}
