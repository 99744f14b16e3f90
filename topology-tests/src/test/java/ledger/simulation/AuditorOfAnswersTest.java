package ledger.simulation;

import static java.util.Objects.requireNonNull;
import static ledger.simulation.DayPlan.CASH;
import static ledger.simulation.Faults.answered;
import static ledger.simulation.Faults.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import ledger.language.Account;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.Result;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Limits;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.RequestDigest;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.topics.LedgerHeaders;
import ledger.topics.Topics;
import ledger.topics.VersionsLeft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that tell what is not so, and that the auditor finds each. */
class AuditorOfAnswersTest {
    private static final Plan DAY = DayPlan.make();

    static Stream<Arguments> answers() {
        return Stream.of(
                of("plain", "another status", transaction(it -> it.with(TransactionStatus.PENDING, it.captured()))),
                of("hold", "posted at once", transaction(it -> it.with(TransactionStatus.POSTED, it.captured()))),
                of(
                        "capture-1",
                        "more captured than was",
                        transaction(it -> it.with(it.status(), List.of(Amount.ofMinor(1_000))))),
                of(
                        "capture-2",
                        "the captures before it forgotten",
                        transaction(it -> it.with(it.status(), List.of(Amount.ofMinor(600))))),
                of(
                        "capture-1",
                        "over, and it is not",
                        transaction(it -> it.with(TransactionStatus.POSTED, it.captured()))),
                of("split", "without metadata", transaction(AuditorOfAnswersTest::withoutMetadata)),
                of("refund", "not reversed", transaction(it -> it.with(TransactionStatus.POSTED, it.captured()))),
                of("plain", "an account is missing", balances(all -> all.subList(0, 1))),
                of("plain", "a version ago", balances(all -> List.of(all.getFirst(), former(all.getLast())))),
                of(
                        "split",
                        "more available than there is",
                        balances(all -> Stream.concat(
                                        Stream.of(available(all.getFirst())),
                                        all.stream().skip(1))
                                .toList())),
                of("salary", "an account", _ -> new AccountResult(account())),
                of("too-much", "no reason", told(RejectionReason.CURRENCY_MISMATCH)),
                of("too-much", "no reason at all", told(RejectionReason.AMOUNT_OVERFLOW)),
                of("too-much", "another posting", detail("posting", 0L)),
                of("too-much", "as the account was before the command", detail("version", 2L)),
                of("too-much", "of nobody", told(RejectionReason.ACCOUNT_FROZEN, Map.of())),
                of("from-frozen", "a later reason", told(RejectionReason.INSUFFICIENT_FUNDS)),
                of("reverse", "a later reason", told(RejectionReason.INSUFFICIENT_FUNDS)),
                of("refund-again", "a reason that is past", told(RejectionReason.TRANSACTION_NOT_PENDING)),
                of("refund-pending", "a reason to come", told(RejectionReason.ALREADY_REVERSED)),
                of("refund-pending", "expired", told(RejectionReason.TRANSACTION_EXPIRED)),
                of("capture-late", "expired", told(RejectionReason.TRANSACTION_EXPIRED)),
                of("capture-late", "malformed", told(RejectionReason.INVALID_REQUEST)),
                of("capture-late", "another request", told(RejectionReason.IDEMPOTENCY_KEY_REUSED)),
                of("yen", "not enough", told(RejectionReason.INSUFFICIENT_FUNDS)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("answers")
    void anAnswerThatIsNotSo(String key, String what, UnaryOperator<Result> change) {
        assertCaught(Check.ANSWERS, answered(key, change));
    }

    @Test
    void aFirstAnswerThatSaysItIsARepeatedOne() {
        assertCaught(
                Check.AT_MOST_ONCE,
                once(output -> output.isTo(Topics.OUTCOMES) && output.key().equals("salary"), output -> {
                    LedgerHeaders.put(output.record().headers(), LedgerHeaders.REPLAYED, "true");
                    return List.of(output);
                }));
    }

    @Test
    void anAnswerToARequestThatNobodyMade() {
        assertCaught(
                Check.ANSWERS,
                once(output -> output.isTo(Topics.OUTCOMES) && output.key().equals("salary"), output -> {
                    CommandOutcome told = output.outcome();
                    return List.of(output.with(new CommandOutcome(
                            told.commandId(),
                            told.accountId(),
                            RequestDigest.ofBytes(new byte[32]),
                            told.kind(),
                            told.decidedAt(),
                            told.result())));
                }));
    }

    @Test
    void anAccountAsItWasBeforeTheCommand() {
        AtomicReference<Result> frozen = new AtomicReference<>();
        Tampering remembered = answered("freeze", result -> {
            frozen.set(result);
            return result;
        });
        assertCaught(Check.ANSWERS, Faults.both(remembered, answered("unfreeze", _ -> requireNonNull(frozen.get()))));
    }

    @Test
    void aRefusalThatDoesNotSayWhenItIsOver() {
        assertCaught(
                Check.ANSWERS,
                once(output -> output.isTo(Topics.OUTCOMES) && output.key().equals("half-way"), output -> {
                    output.record().headers().remove(VersionsLeft.HEADER);
                    return List.of(output);
                }));
    }

    private static void assertCaught(Check by, Tampering fault) {
        assertThat(catchThrowableOfType(Violation.class, () -> Simulation.run(DAY, fault)))
                .isNotNull()
                .extracting(Violation::check)
                .isEqualTo(by);
    }

    private static Arguments of(String key, String what, UnaryOperator<Result> change) {
        return arguments(key, what, change);
    }

    private static UnaryOperator<Result> transaction(UnaryOperator<Transaction> change) {
        return result -> new TransactionResult(
                change.apply(((TransactionResult) result).transaction()), ((TransactionResult) result).balances());
    }

    private static Transaction withoutMetadata(Transaction it) {
        return new Transaction(
                it.id(),
                it.status(),
                it.postings(),
                it.captured(),
                it.reference(),
                Map.of(),
                it.recordedAt(),
                it.effectiveAt(),
                it.expiresAt(),
                it.reverses(),
                it.reversedBy());
    }

    private static UnaryOperator<Result> balances(UnaryOperator<List<BalanceAfter>> change) {
        return result -> new TransactionResult(
                ((TransactionResult) result).transaction(), change.apply(((TransactionResult) result).balances()));
    }

    /** Before 0.50 came in. */
    private static BalanceAfter former(BalanceAfter it) {
        Amount cents = Amount.ofMinor(50);
        return new BalanceAfter(
                it.accountId(),
                it.asset(),
                it.balance().minus(cents),
                it.reserved(),
                it.balance().minus(cents),
                it.version() - 1);
    }

    private static BalanceAfter available(BalanceAfter it) {
        return new BalanceAfter(
                it.accountId(),
                it.asset(),
                it.balance(),
                it.reserved(),
                it.balance().plus(Amount.ofMinor(1)),
                it.version());
    }

    /** As it is, after its opening and the first deposit. */
    private static Account account() {
        return new Account(
                CASH,
                DayPlan.EUR,
                AccountStatus.OPEN,
                Amount.ofMinor(10_000),
                Amount.ZERO,
                Amount.ZERO,
                0,
                Limits.NONE_BELOW_ZERO,
                2,
                DayPlan.METADATA,
                Simulation.START.plusMillis(1),
                Simulation.START.plusMillis(5));
    }

    private static UnaryOperator<Result> told(RejectionReason reason) {
        return result -> new Rejection(reason, ((Rejection) result).details());
    }

    private static UnaryOperator<Result> told(RejectionReason reason, Map<String, Object> details) {
        return _ -> new Rejection(reason, details);
    }

    private static UnaryOperator<Result> detail(String name, Object value) {
        return result -> ((Rejection) result).with(name, value);
    }
}
