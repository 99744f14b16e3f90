package ledger.commands.domain;

import static ledger.language.RejectionReason.ACCOUNT_CLOSED;
import static ledger.language.RejectionReason.ACCOUNT_EXISTS;
import static ledger.language.RejectionReason.ACCOUNT_FROZEN;
import static ledger.language.RejectionReason.ACCOUNT_NOT_EMPTY;
import static ledger.language.RejectionReason.ACCOUNT_NOT_FOUND;
import static ledger.language.RejectionReason.CURRENCY_MISMATCH;
import static ledger.language.RejectionReason.INVALID_REQUEST;
import static ledger.language.RejectionReason.VERSION_MISMATCH;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import ledger.language.RejectionReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every rejection that one account can meet. Where two reasons hold at once, the row says in its fourth column which ones
 * hold beside the one that is given. {@code LARGEST} is the largest amount there is, {@code TOO-LARGE} one cent more.
 */
class RejectionsTest {
    private static final String TABLE = """
            ACCOUNT                        | COMMAND                  | IF MATCH | REJECTION              | ALSO TRUE              | DETAILS

            empty                          | open                     |          | ACCOUNT_EXISTS         |                        |
            empty, frozen                  | open                     |          | ACCOUNT_EXISTS         |                        |
            empty, closed                  | open                     |          | ACCOUNT_EXISTS         |                        |
            empty                          | open                     | 7        | ACCOUNT_EXISTS         | VERSION_MISMATCH       |

            no account                     | deposit 1.00 EUR         |          | ACCOUNT_NOT_FOUND      |                        |
            no account                     | withdraw 1.00 EUR        |          | ACCOUNT_NOT_FOUND      |                        |
            no account                     | set overdraft none       |          | ACCOUNT_NOT_FOUND      |                        |
            no account                     | freeze                   |          | ACCOUNT_NOT_FOUND      |                        |
            no account                     | unfreeze                 |          | ACCOUNT_NOT_FOUND      |                        |
            no account                     | close                    |          | ACCOUNT_NOT_FOUND      |                        |
            no account                     | close                    | 1        | ACCOUNT_NOT_FOUND      | VERSION_MISMATCH       |

            balance 5.00                   | deposit 1.00 EUR         | 1        | VERSION_MISMATCH       |                        | expectedVersion 1
            balance 5.00                   | set max none             | 3        | VERSION_MISMATCH       |                        | expectedVersion 3
            empty                          | unfreeze                 | 0        | VERSION_MISMATCH       |                        | expectedVersion 0
            empty, frozen                  | freeze                   | 7        | VERSION_MISMATCH       |                        | expectedVersion 7
            empty, closed                  | deposit 1.00 EUR         | 7        | VERSION_MISMATCH       | ACCOUNT_CLOSED         | expectedVersion 7
            empty, frozen                  | deposit 1.00 EUR         | 7        | VERSION_MISMATCH       | ACCOUNT_FROZEN         | expectedVersion 7
            empty                          | deposit 1.00 USD         | 7        | VERSION_MISMATCH       | CURRENCY_MISMATCH      | expectedVersion 7
            empty                          | set max 10.001           | 7        | VERSION_MISMATCH       | INVALID_REQUEST        | expectedVersion 7
            balance 5.00                   | close                    | 7        | VERSION_MISMATCH       | ACCOUNT_NOT_EMPTY      | expectedVersion 7
            empty                          | withdraw 1.00 EUR        | 7        | VERSION_MISMATCH       | INSUFFICIENT_FUNDS     | expectedVersion 7
            max 5.00                       | deposit 5.01 EUR         | 7        | VERSION_MISMATCH       | BALANCE_LIMIT_EXCEEDED | expectedVersion 7
            balance LARGEST                | deposit 0.01 EUR         | 7        | VERSION_MISMATCH       | AMOUNT_OVERFLOW        | expectedVersion 7

            empty, closed                  | freeze                   |          | ACCOUNT_CLOSED         |                        |
            empty, closed                  | unfreeze                 |          | ACCOUNT_CLOSED         |                        |
            empty, closed                  | close                    |          | ACCOUNT_CLOSED         |                        |
            empty, closed                  | set max 1                |          | ACCOUNT_CLOSED         |                        |
            empty, frozen, closed          | deposit 1.00 EUR         |          | ACCOUNT_CLOSED         |                        |
            empty, closed                  | deposit 1.00 EUR         | 2        | ACCOUNT_CLOSED         |                        |
            empty, closed                  | deposit 1.00 USD         |          | ACCOUNT_CLOSED         | CURRENCY_MISMATCH      |
            empty, closed                  | set max 1.001            |          | ACCOUNT_CLOSED         | INVALID_REQUEST        |
            empty, closed                  | withdraw 1.00 EUR        |          | ACCOUNT_CLOSED         | INSUFFICIENT_FUNDS     |
            max 5.00, closed               | deposit 5.01 EUR         |          | ACCOUNT_CLOSED         | BALANCE_LIMIT_EXCEEDED |
            overdraft LARGEST, closed      | deposit 0.01 EUR         |          | ACCOUNT_CLOSED         | AMOUNT_OVERFLOW        |

            balance 5.00, frozen           | deposit 1.00 EUR         |          | ACCOUNT_FROZEN         |                        |
            balance 5.00, frozen           | withdraw 1.00 EUR        | 3        | ACCOUNT_FROZEN         |                        |
            balance 5.00, frozen           | withdraw 1.00 USD        |          | ACCOUNT_FROZEN         | CURRENCY_MISMATCH      |
            balance 5.00, frozen           | withdraw 5.01 EUR        |          | ACCOUNT_FROZEN         | INSUFFICIENT_FUNDS     |
            max 5.00, frozen               | deposit 5.01 EUR         |          | ACCOUNT_FROZEN         | BALANCE_LIMIT_EXCEEDED |
            balance LARGEST, frozen        | deposit 0.01 EUR         |          | ACCOUNT_FROZEN         | AMOUNT_OVERFLOW        |

            balance 5.00                   | deposit 1.00 USD         |          | CURRENCY_MISMATCH      |                        | currency EUR, requested USD
            balance 5.00                   | withdraw 1 JPY           |          | CURRENCY_MISMATCH      |                        | currency EUR, requested JPY
            balance 5.00                   | set overdraft 1.001      |          | INVALID_REQUEST        |                        | too-fine /overdraftLimit
            balance 5.00, frozen           | set max 10.001           |          | INVALID_REQUEST        |                        | too-fine /maxBalance
            balance 5.00                   | withdraw 5.01 USD        |          | CURRENCY_MISMATCH      | INSUFFICIENT_FUNDS     | currency EUR, requested USD
            balance -5.00, overdraft none  | set overdraft 4.999      |          | INVALID_REQUEST        | INSUFFICIENT_FUNDS     | too-fine /overdraftLimit
            max 5.00                       | deposit 5.01 USD         |          | CURRENCY_MISMATCH      | BALANCE_LIMIT_EXCEEDED | currency EUR, requested USD
            balance 5.00                   | set max 4.999            |          | INVALID_REQUEST        | BALANCE_LIMIT_EXCEEDED | too-fine /maxBalance
            balance LARGEST                | deposit 0.01 USD         |          | CURRENCY_MISMATCH      | AMOUNT_OVERFLOW        | currency EUR, requested USD
            empty                          | set overdraft 0.001, max TOO-LARGE |  | INVALID_REQUEST      | AMOUNT_OVERFLOW        | too-fine /overdraftLimit

            balance 5.00                   | close                    |          | ACCOUNT_NOT_EMPTY      |                        | balance 5.00, reserved 0.00, incoming 0.00
            balance -0.01, overdraft none  | close                    |          | ACCOUNT_NOT_EMPTY      |                        | balance -0.01, reserved 0.00, incoming 0.00
            balance 5.00, reserved 2.00    | close                    |          | ACCOUNT_NOT_EMPTY      |                        | balance 5.00, reserved 2.00, incoming 0.00
            reserved 2.00, overdraft 2.00  | close                    |          | ACCOUNT_NOT_EMPTY      |                        | balance 0.00, reserved 2.00, incoming 0.00
            balance 5.00, frozen           | close                    | 3        | ACCOUNT_NOT_EMPTY      |                        | balance 5.00, reserved 0.00, incoming 0.00

            empty                          | withdraw 0.01 EUR        |          | INSUFFICIENT_FUNDS     |                        | available 0.00, requested 0.01
            balance 5.00                   | withdraw 5.01 EUR        | 2        | INSUFFICIENT_FUNDS     |                        | available 5.00, requested 5.01
            balance 5.00, reserved 2.00    | withdraw 3.01 EUR        |          | INSUFFICIENT_FUNDS     |                        | available 3.00, requested 3.01
            balance 5.00, overdraft 10.00  | withdraw 15.01 EUR       |          | INSUFFICIENT_FUNDS     |                        | available 15.00, requested 15.01
            balance -9.00, overdraft 10.00 | withdraw 1.01 EUR        |          | INSUFFICIENT_FUNDS     |                        | available 1.00, requested 1.01
            empty                          | withdraw LARGEST EUR     |          | INSUFFICIENT_FUNDS     |                        | available 0.00, requested LARGEST
            balance -5.00, overdraft none  | set overdraft 4.99       |          | INSUFFICIENT_FUNDS     |                        | available -0.01
            balance -5.00, overdraft none  | set overdraft 0          |          | INSUFFICIENT_FUNDS     |                        | available -5.00
            reserved 2.00, overdraft 5.00  | set overdraft 1.99       |          | INSUFFICIENT_FUNDS     |                        | available -0.01
            balance 5.00, reserved 9.00, overdraft 9.00 | set overdraft 3.99, max 4.99 | | INSUFFICIENT_FUNDS | BALANCE_LIMIT_EXCEEDED | available -0.01
            balance -5.00, overdraft none  | set overdraft 0, max TOO-LARGE |    | INSUFFICIENT_FUNDS     | AMOUNT_OVERFLOW        | available -5.00

            max 5.00                       | deposit 5.01 EUR         | 1        | BALANCE_LIMIT_EXCEEDED |                        | balance 0.00, incoming 0.00, requested 5.01, maxBalance 5.00
            max 5.00, balance 4.99         | deposit 0.02 EUR         |          | BALANCE_LIMIT_EXCEEDED |                        | balance 4.99, incoming 0.00, requested 0.02, maxBalance 5.00
            max 0                          | deposit 0.01 EUR         |          | BALANCE_LIMIT_EXCEEDED |                        | balance 0.00, incoming 0.00, requested 0.01, maxBalance 0.00
            max 5.00, balance 5.00, reserved 5.00 | deposit 0.01 EUR  |          | BALANCE_LIMIT_EXCEEDED |                        | balance 5.00, incoming 0.00, requested 0.01, maxBalance 5.00
            balance 5.00                   | set max 4.99             |          | BALANCE_LIMIT_EXCEEDED |                        | balance 5.00, incoming 0.00, maxBalance 4.99
            balance 5.00, max 9.00         | set max 0                |          | BALANCE_LIMIT_EXCEEDED |                        | balance 5.00, incoming 0.00, maxBalance 0.00
            balance 5.00, frozen           | set max 4                |          | BALANCE_LIMIT_EXCEEDED |                        | balance 5.00, incoming 0.00, maxBalance 4.00
            balance 5.00, max 10.00        | deposit LARGEST EUR      |          | BALANCE_LIMIT_EXCEEDED | AMOUNT_OVERFLOW        | balance 5.00, incoming 0.00, requested LARGEST, maxBalance 10.00
            balance 5.00                   | set overdraft TOO-LARGE, max 1 |    | BALANCE_LIMIT_EXCEEDED | AMOUNT_OVERFLOW        | balance 5.00, incoming 0.00, maxBalance 1.00

            balance LARGEST                | deposit 0.01 EUR         |          | AMOUNT_OVERFLOW        |                        |
            balance 0.01                   | deposit LARGEST EUR      |          | AMOUNT_OVERFLOW        |                        |
            balance -LARGEST, overdraft none | withdraw 0.02 EUR      |          | AMOUNT_OVERFLOW        |                        |
            overdraft LARGEST              | deposit 0.01 EUR         |          | AMOUNT_OVERFLOW        |                        |
            empty                          | set overdraft TOO-LARGE  |          | AMOUNT_OVERFLOW        |                        |
            empty                          | set max TOO-LARGE        |          | AMOUNT_OVERFLOW        |                        |
            balance 0.01                   | set overdraft LARGEST    |          | AMOUNT_OVERFLOW        |                        |
            """;

    @ParameterizedTest(name = "{0} | {1} | {3}")
    @CsvSource(textBlock = TABLE, delimiter = '|', useHeadersInDisplayName = true, emptyValue = "")
    void rejects(
            String account,
            String command,
            @Nullable Long ifMatch,
            RejectionReason rejection,
            @Nullable RejectionReason alsoTrue,
            @Nullable String details) {
        AccountScenario scenario =
                AccountScenario.given(Sentences.account(account).toArray(ledger.language.AccountChange[]::new));
        if (ifMatch != null) {
            scenario.ifMatch(ifMatch);
        }
        scenario.when(Sentences.instruction(command))
                .thenRejected(rejection, Sentences.details(details == null ? "" : details));
        if (alsoTrue != null) {
            assertThat(rejection).as("comes before " + alsoTrue).isLessThan(alsoTrue);
        }
    }

    /** The order of API.md, with the reused key before all, and what only a shard can see of a request where amounts are. */
    @Test
    void theOrderOfTheReasonsIsPartOfTheContract() {
        assertThat(Arrays.stream(RejectionReason.values()).map(Enum::name))
                .containsExactly(
                        "IDEMPOTENCY_KEY_REUSED",
                        "OVERLOADED",
                        "ACCOUNT_EXISTS",
                        "ACCOUNT_NOT_FOUND",
                        "TRANSACTION_NOT_FOUND",
                        "VERSION_MISMATCH",
                        "ACCOUNT_CLOSED",
                        "ACCOUNT_FROZEN",
                        "CURRENCY_MISMATCH",
                        "SAME_ACCOUNT",
                        "TRANSACTION_NOT_PENDING",
                        "TRANSACTION_EXPIRED",
                        "ALREADY_REVERSED",
                        "INVALID_REQUEST",
                        "AMOUNT_EXCEEDS_PENDING",
                        "ACCOUNT_NOT_EMPTY",
                        "INSUFFICIENT_FUNDS",
                        "BALANCE_LIMIT_EXCEEDED",
                        "AMOUNT_OVERFLOW");
    }

    @Test
    void theTableHasEveryReasonAndEveryPairThatCanHoldAtOnce() {
        Set<RejectionReason> reasons =
                rows().map(row -> RejectionReason.valueOf(row.get(3))).collect(Collectors.toSet());
        assertThat(reasons).isEqualTo(ofOneAccount());
        Set<String> pairs = rows().filter(row -> !row.get(4).isEmpty())
                .map(row -> row.get(3) + " before " + row.get(4))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> possible = new TreeSet<>();
        for (RejectionReason first : ofOneAccount()) {
            for (RejectionReason second : ofOneAccount()) {
                if (first.compareTo(second) < 0 && canHoldAtOnce(first, second)) {
                    possible.add(first + " before " + second);
                }
            }
        }
        assertThat(pairs).isEqualTo(possible);
    }

    private static boolean canHoldAtOnce(RejectionReason first, RejectionReason second) {
        return switch (first) {
            // An opening, or a command to an account that is not there, has only its version beside it.
            case ACCOUNT_EXISTS, ACCOUNT_NOT_FOUND -> second == VERSION_MISMATCH;
            // A closed account is not frozen, and it is empty.
            case ACCOUNT_CLOSED -> second != ACCOUNT_FROZEN && second != ACCOUNT_NOT_EMPTY;
            // Closing is allowed where an account is frozen, and moves no money.
            case ACCOUNT_FROZEN, CURRENCY_MISMATCH -> second != ACCOUNT_NOT_EMPTY && second != INVALID_REQUEST;
            case INVALID_REQUEST -> second != ACCOUNT_NOT_EMPTY;
            case ACCOUNT_NOT_EMPTY -> false;
            default -> true;
        };
    }

    private static EnumSet<RejectionReason> ofOneAccount() {
        return EnumSet.of(
                ACCOUNT_EXISTS,
                ACCOUNT_NOT_FOUND,
                VERSION_MISMATCH,
                ACCOUNT_CLOSED,
                ACCOUNT_FROZEN,
                CURRENCY_MISMATCH,
                INVALID_REQUEST,
                ACCOUNT_NOT_EMPTY,
                RejectionReason.INSUFFICIENT_FUNDS,
                RejectionReason.BALANCE_LIMIT_EXCEEDED,
                RejectionReason.AMOUNT_OVERFLOW);
    }

    private static Stream<List<String>> rows() {
        return TABLE.lines()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList());
    }
}
