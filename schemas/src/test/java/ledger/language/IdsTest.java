package ledger.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    private static final String IN_ACCOUNT_IDS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:-{}";

    /** Beyond ASCII: letters and digits of other scripts, the fullwidth A, half of a surrogate pair. */
    private static final String OTHERS = "\u0080éß٣Ａ\u2028\ud800\udc00\uffff";

    @Test
    void accountIdsHaveLettersDigitsAndAFewSigns() {
        forEachCharacter(c -> IN_ACCOUNT_IDS.indexOf(c) >= 0, AccountId::isValid, AccountId::new);
    }

    @Test
    void transactionIdsHaveTheSame() {
        forEachCharacter(c -> IN_ACCOUNT_IDS.indexOf(c) >= 0, AccountId::isValid, TransactionId::new);
    }

    @Test
    void idempotencyKeysHaveVisibleAscii() {
        forEachCharacter(c -> c >= '!' && c <= '~', CommandId::isValid, CommandId::new);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "127, true", "128, true", "129, false", "255, false", "256, false"})
    void accountAndTransactionIdsHaveUpTo128Characters(int length, boolean valid) {
        String value = "a".repeat(length);
        assertThat(AccountId.isValid(value)).isEqualTo(valid);
        assertAccepts(valid, value, AccountId::new);
        assertAccepts(valid, value, TransactionId::new);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "128, true", "129, true", "255, true", "256, false"})
    void idempotencyKeysHaveUpTo255Characters(int length, boolean valid) {
        String value = "~".repeat(length);
        assertThat(CommandId.isValid(value)).isEqualTo(valid);
        assertAccepts(valid, value, CommandId::new);
    }

    @Test
    void worldIsTheOnlyReservedId() {
        assertThat(AccountId.WORLD.value()).isEqualTo("@world");
        assertThat(new AccountId("@world")).isEqualTo(AccountId.WORLD);
        assertThat(AccountId.WORLD.isBoundary()).isTrue();
        assertThat(AccountId.isValid("@world")).as("may be opened").isFalse();
        assertThat(new AccountId("world").isBoundary()).isFalse();
        for (String other : new String[] {"@", "@World", "@world ", "@fees", "a@world"}) {
            assertAccepts(false, other, AccountId::new);
        }
        assertAccepts(false, "@world", TransactionId::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-9", "0b8e4c1e-7a39-4d0c-9d52-0d5a1f6a1c55", "{acme}:1"})
    void aKeyThatIsAnIdNamesTheTransaction(String key) {
        assertThat(TransactionId.of(new CommandId(key))).isEqualTo(new TransactionId(key));
    }

    /** Pinned, computed with sha256sum: a replay of an old log must arrive at the same ids. */
    @ParameterizedTest
    @CsvSource({
        "order/9, key:79c09bb32e2fff68465fc22880824b7d",
        "@world, key:68e1596edf0412897c5e3d44d992dd28",
        "key:00000000000000000000000000000000, key:b5dce6d93028ab7980ad6169fe71a12e", // an id that only a hash may give
    })
    void anyOtherKeyNamesItByItsHash(String key, String expected) {
        assertThat(TransactionId.of(new CommandId(key)).value()).isEqualTo(expected);
    }

    @Test
    void aLongKeyNamesTheTransactionByItsHash() {
        TransactionId id = TransactionId.of(new CommandId("k".repeat(129)));
        assertThat(id.value()).matches("key:[0-9a-f]{32}");
        assertThat(id).isNotEqualTo(TransactionId.of(new CommandId("k".repeat(130))));
    }

    private static void forEachCharacter(
            Predicate<Character> allowed, Predicate<String> isValid, Function<String, ?> id) {
        for (char c = 0; c < 128; c++) {
            assertOneCharacter(c, allowed.test(c), isValid, id);
        }
        for (int i = 0; i < OTHERS.length(); i++) {
            assertOneCharacter(OTHERS.charAt(i), false, isValid, id);
        }
    }

    private static void assertOneCharacter(char c, boolean valid, Predicate<String> isValid, Function<String, ?> id) {
        for (String value : new String[] {"" + c, "a" + c, c + "a", "a" + c + "a"}) {
            assertThat(isValid.test(value))
                    .as("character %d in \"%s\"", (int) c, value)
                    .isEqualTo(valid);
            assertAccepts(valid, value, id);
        }
    }

    private static void assertAccepts(boolean valid, String value, Function<String, ?> id) {
        if (valid) {
            assertThat(id.apply(value)).hasToString(value);
        } else {
            assertThatThrownBy(() -> id.apply(value)).as("\"%s\"", value).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
