package ledger.api.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rejections of transactions, as people read them. */
class RejectionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TRANSACTION_NOT_FOUND   | transactionId=t1                     | Transaction t1 does not exist.",
                "SAME_ACCOUNT            | accountId=alice                      | Account alice is on both sides.",
                "SAME_ACCOUNT            | accountId=alice posting=0            | Account alice is on both sides of /postings/0.",
                "TRANSACTION_NOT_PENDING | transactionId=t1 transactionStatus=PENDING  | Transaction t1 is PENDING; only what is posted can be reversed.",
                "TRANSACTION_NOT_PENDING | transactionId=t1 transactionStatus=POSTED   | Transaction t1 is POSTED; only what is pending can be captured or voided.",
                "TRANSACTION_NOT_PENDING | transactionId=t1 transactionStatus=REVERSED | Transaction t1 is REVERSED; only what is pending can be captured or voided.",
                "TRANSACTION_NOT_PENDING | transactionId=t1 transactionStatus=VOIDED   | Transaction t1 is VOIDED; nothing of it is pending, and nothing was posted that could be reversed.",
                "TRANSACTION_NOT_PENDING | transactionId=t1 transactionStatus=EXPIRED  | Transaction t1 is EXPIRED; nothing of it is pending, and nothing was posted that could be reversed.",
                "TRANSACTION_EXPIRED     | transactionId=t1                     | Transaction t1 has expired.",
                "ALREADY_REVERSED        | transactionId=t1                     | Transaction t1 was reversed before.",
                "AMOUNT_EXCEEDS_PENDING  | pending=5.00 requested=6.00          | 5.00 is pending, 6.00 was requested.",
                "ACCOUNT_NOT_EMPTY       | accountId=bob balance=0.00 reserved=0.00 | Account bob has a balance of 0.00, of which 0.00 is reserved; both must be zero.",
                "ACCOUNT_NOT_EMPTY       | accountId=bob balance=0.00 reserved=0.00 incoming=5.00 | Account bob has a balance of 0.00, of which 0.00 is reserved; both must be zero, and so must be what is on its way in, 5.00.",
                "CURRENCY_MISMATCH       | accountId=bob currency=USD requested=EUR posting=1 | Account bob is kept in USD, not in EUR.",
                "CURRENCY_MISMATCH       | accountId=bob currency=EUR scale=2 | Account bob is kept in EUR, which has 2 decimals.",
                "BALANCE_LIMIT_EXCEEDED  | accountId=bob balance=5.00 maxBalance=9.00 | Account bob has a balance of 5.00 and may have at most 9.00.",
                "BALANCE_LIMIT_EXCEEDED  | accountId=bob balance=5.00 incoming=0.00 maxBalance=9.00 | Account bob has a balance of 5.00 and may have at most 9.00.",
                "BALANCE_LIMIT_EXCEEDED  | accountId=bob balance=5.00 incoming=4.00 maxBalance=9.00 | Account bob has a balance of 5.00, with 4.00 on its way in, and may have at most 9.00.",
                "INSUFFICIENT_FUNDS      | accountId=bob available=1.00 requested=2.00 posting=1 | Account bob has 1.00 available, 2.00 was requested.",
            })
    void reads(RejectionReason reason, String details, String detail) {
        Problem problem = Rejections.problem(rejection(reason, details));
        assertThat(problem.detail()).isEqualTo(detail);
        assertThat(problem.code()).isEqualTo(ProblemCode.of(reason));
    }

    @ParameterizedTest
    @EnumSource(RejectionReason.class)
    void detailsAreFieldsOfTheProblem(RejectionReason reason) {
        Rejection rejection =
                Rejection.because(reason).with("accountId", "alice").with("version", 7L);
        assertThat(Rejections.problem(rejection).extensions()).isEqualTo(Map.of("accountId", "alice", "version", 7L));
    }

    @Test
    void malformedInputThatAShardFindsIsToldLikeAnyOther() {
        Problem problem = Rejections.problem(Rejection.because(RejectionReason.INVALID_REQUEST)
                .with("pointer", "/amount")
                .with("problem", "must have at most 2 decimals, as EUR has"));
        assertThat(problem)
                .isEqualTo(Problem.of(ProblemCode.INVALID_REQUEST, "must have at most 2 decimals, as EUR has")
                        .with("pointer", "/amount"));
    }

    private static Rejection rejection(RejectionReason reason, String details) {
        Rejection rejection = Rejection.because(reason);
        for (String detail : details.split(" ", -1)) {
            String[] pair = detail.split("=", 2);
            rejection = rejection.with(pair[0], pair[0].equals("posting") ? (Object) Long.valueOf(pair[1]) : pair[1]);
        }
        return rejection;
    }
}
