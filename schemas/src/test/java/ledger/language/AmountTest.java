package ledger.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.function.Supplier;
import ledger.testing.RandomCases;
import ledger.testing.RandomValues;
import org.junit.jupiter.api.Test;

class AmountTest {
    private static final Amount LARGEST = new Amount(RandomValues.LARGEST);
    private static final Amount SMALLEST = new Amount(RandomValues.SMALLEST);
    private static final Amount ONE = Amount.ofMinor(1);

    @Test
    void everyIntegerOf128BitsIsAnAmountAndNoOther() {
        RandomCases.check(random -> {
            BigInteger integer = RandomValues.integer(random);
            assertThat(Amount.fits(integer)).isEqualTo(inRange(integer));
            assertIsAmountOrOverflow(() -> new Amount(integer), integer);
        });
    }

    @Test
    void calculatesLikeAnIntegerOrOverflows() {
        RandomCases.check(random -> {
            Amount a = RandomValues.amount(random);
            Amount b = RandomValues.amount(random);
            assertIsAmountOrOverflow(() -> a.plus(b), a.minor().add(b.minor()));
            assertIsAmountOrOverflow(() -> a.minus(b), a.minor().subtract(b.minor()));
            assertIsAmountOrOverflow(a::negated, a.minor().negate());
            assertThat(a.compareTo(b)).isEqualTo(a.minor().compareTo(b.minor()));
            assertThat(a.equals(b)).isEqualTo(a.minor().equals(b.minor()));
            assertThat(a.isNegative()).isEqualTo(a.minor().signum() < 0);
            assertThat(a.isZero()).isEqualTo(a.minor().signum() == 0);
            assertThat(a.isPositive()).isEqualTo(a.minor().signum() > 0);
            assertThat(a).hasToString(a.minor().toString());
        });
    }

    @Test
    void reachesItsEdgesAndNotBeyond() {
        assertThat(LARGEST.minus(ONE).plus(ONE)).isEqualTo(LARGEST);
        assertThat(SMALLEST.plus(ONE).minus(ONE)).isEqualTo(SMALLEST);
        assertThat(LARGEST.negated().minus(ONE)).isEqualTo(SMALLEST);
        assertThatThrownBy(() -> LARGEST.plus(ONE)).isInstanceOf(AmountOverflowException.class);
        assertThatThrownBy(() -> SMALLEST.minus(ONE)).isInstanceOf(AmountOverflowException.class);
        assertThatThrownBy(SMALLEST::negated).isInstanceOf(AmountOverflowException.class);
    }

    private static void assertIsAmountOrOverflow(Supplier<Amount> calculation, BigInteger expected) {
        if (inRange(expected)) {
            assertThat(calculation.get().minor()).isEqualTo(expected);
        } else {
            assertThatThrownBy(calculation::get).isInstanceOf(AmountOverflowException.class);
        }
    }

    private static boolean inRange(BigInteger integer) {
        return integer.compareTo(RandomValues.SMALLEST) >= 0 && integer.compareTo(RandomValues.LARGEST) <= 0;
    }
}
