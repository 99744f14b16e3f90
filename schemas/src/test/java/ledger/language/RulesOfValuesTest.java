package ledger.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.Transaction.TransactionStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no value of the language can be, so that no rule has to ask. */
class RulesOfValuesTest {
    private static final Asset EUR = new Asset("EUR", 2);
    private static final AccountId ALICE = new AccountId("alice");

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void onlyPositiveAmountsAreMoved(long minor) {
        Amount amount = Amount.ofMinor(minor);
        assertRefused(() -> new DepositFunds(amount, EUR, Particulars.NONE));
        assertRefused(() -> new WithdrawFunds(amount, EUR, Particulars.NONE));
        assertRefused(() -> new Posting(AccountId.WORLD, ALICE, amount, EUR));
        assertRefused(() -> new CaptureTransaction(new TransactionId("t"), BigDecimal.valueOf(minor), false));
    }

    @Test
    void limitsAreNotNegative() {
        Amount negative = Amount.ofMinor(-1);
        assertRefused(() -> new Limits(negative, null));
        assertRefused(() -> new Limits(null, negative));
        assertRefused(() -> new LimitChange(new BigDecimal("-0.01")));
        assertThat(new Limits(Amount.ZERO, Amount.ZERO)).isNotNull();
        assertThat(new LimitChange(BigDecimal.ZERO)).isNotNull();
    }

    @Test
    void effectiveTimesAreAsPreciseAsTheLog() {
        Instant time = Instant.parse("1993-01-02T03:04:05.123456789Z");
        assertThat(new Particulars(null, time, Map.of()).effectiveAt())
                .isEqualTo(Instant.parse("1993-01-02T03:04:05.123456Z"));
    }

    /** Else the same answer would be other bytes after a restart: {@link Map#copyOf} is shuffled in every process. */
    @Test
    void metadataIsAlwaysInTheOrderOfItsKeys() {
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Optional<String>> changes = new LinkedHashMap<>();
        for (char key = 'z'; key >= 'a'; key--) {
            metadata.put("" + key, "v");
            changes.put("" + key, Optional.of("v"));
        }
        String[] sorted = metadata.keySet().stream().sorted().toArray(String[]::new);
        Instant now = Instant.EPOCH;
        Account account = new Account(
                ALICE,
                EUR,
                AccountStatus.OPEN,
                Amount.ZERO,
                Amount.ZERO,
                Amount.ZERO,
                0,
                Limits.NONE_BELOW_ZERO,
                1,
                metadata,
                now,
                now);
        Transaction result = new Transaction(
                new TransactionId("t"),
                TransactionStatus.POSTED,
                List.of(),
                List.of(),
                null,
                metadata,
                now,
                now,
                null,
                null,
                null);
        assertThat(account.metadata().keySet()).containsExactly(sorted);
        assertThat(result.metadata().keySet()).containsExactly(sorted);
        assertThat(new AccountOpened(Limits.NONE_BELOW_ZERO, metadata)
                        .metadata()
                        .keySet())
                .containsExactly(sorted);
        assertThat(new OpenAccount(EUR, Limits.NONE_BELOW_ZERO, metadata)
                        .metadata()
                        .keySet())
                .containsExactly(sorted);
        assertThat(new Particulars(null, null, metadata).metadata().keySet()).containsExactly(sorted);
        assertThat(new UpdateAccount(null, null, changes).metadata().keySet()).containsExactly(sorted);
    }

    @Test
    void metadataCannotBeChangedFromOutside() {
        Map<String, String> metadata = new LinkedHashMap<>(Map.of("a", "b"));
        OpenAccount open = new OpenAccount(EUR, Limits.NONE_BELOW_ZERO, metadata);
        metadata.put("c", "d");
        assertThat(open.metadata()).isEqualTo(Map.of("a", "b"));
        assertThatThrownBy(() -> open.metadata().put("e", "f")).isInstanceOf(UnsupportedOperationException.class);
    }

    private static void assertRefused(Runnable creation) {
        assertThatThrownBy(creation::run).isInstanceOf(IllegalArgumentException.class);
    }
}
