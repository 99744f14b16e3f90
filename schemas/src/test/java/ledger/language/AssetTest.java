package ledger.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import ledger.testing.RandomCases;
import ledger.testing.RandomValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetTest {
    private static final Asset EUR = new Asset("EUR", 2);
    private static final Asset JPY = new Asset("JPY", 0);

    @Test
    void formatsInMajorUnitsWithAllDecimals() {
        assertThat(EUR.format(Amount.ofMinor(1230))).isEqualTo("12.30");
        assertThat(EUR.format(Amount.ofMinor(-5))).isEqualTo("-0.05");
        assertThat(EUR.format(Amount.ZERO)).isEqualTo("0.00");
        assertThat(JPY.format(Amount.ofMinor(1230))).isEqualTo("1230");
        assertThat(new Asset("ATTO", 30).format(Amount.ofMinor(1))).isEqualTo("0.000000000000000000000000000001");
    }

    @Test
    void readsBackWhatItFormatted() {
        RandomCases.check(random -> {
            Amount amount = RandomValues.amount(random);
            for (int scale = 0; scale <= Asset.MAX_SCALE; scale++) {
                Asset asset = new Asset("X", scale);
                String formatted = asset.format(amount);
                assertThat(formatted).matches(scale == 0 ? "-?\\d+" : "-?\\d+\\.\\d{" + scale + "}");
                BigDecimal major = new BigDecimal(formatted);
                assertThat(asset.canExpress(major)).isTrue();
                assertThat(asset.fromMajor(major)).isEqualTo(amount);
                assertThat(asset.fromMajor(major.stripTrailingZeros())).isEqualTo(amount);
            }
        });
    }

    @Test
    void neverRounds() {
        assertThat(EUR.fromMajor(new BigDecimal("1.230"))).isEqualTo(Amount.ofMinor(123));
        assertThat(EUR.canExpress(new BigDecimal("1.23"))).isTrue();
        assertThat(EUR.canExpress(new BigDecimal("1.001"))).isFalse();
        assertThat(EUR.canExpress(new BigDecimal("0.000"))).isFalse();
        assertThatThrownBy(() -> EUR.fromMajor(new BigDecimal("1.001"))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> JPY.fromMajor(new BigDecimal("0.5"))).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void overflowsOnlyBeyondTheRangeOfAnAmount() {
        String largest = "1701411834604692317316873037158841057.27";
        assertThat(EUR.fromMajor(new BigDecimal(largest)).minor()).isEqualTo(RandomValues.LARGEST);
        assertThat(EUR.fromMajor(new BigDecimal("-1701411834604692317316873037158841057.28"))
                        .minor())
                .isEqualTo(RandomValues.SMALLEST);
        assertThatThrownBy(() -> EUR.fromMajor(new BigDecimal("1701411834604692317316873037158841057.28")))
                .isInstanceOf(AmountOverflowException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E+999999999", "-1E+999999999", "1E+40"})
    void overflowsAtOnceWhateverTheExponent(String huge) {
        assertThatThrownBy(() -> EUR.fromMajor(new BigDecimal(huge))).isInstanceOf(AmountOverflowException.class);
    }

    @Test
    void takesZeroWithAnyExponent() {
        assertThat(EUR.fromMajor(new BigDecimal("0E+999999999"))).isEqualTo(Amount.ZERO);
        assertThat(EUR.fromMajor(new BigDecimal("0E-999999999"))).isEqualTo(Amount.ZERO);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 31, Integer.MAX_VALUE})
    void hasAScaleFrom0To30(int scale) {
        assertThatThrownBy(() -> new Asset("BTC", scale))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scale of BTC must be 0 to 30, not " + scale);
    }
}
