package ledger.language;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;

/**
 * What an amount is of: a currency or a declared asset, and how many decimals it is divided into.
 *
 * @param code as in ISO 4217 ({@code EUR}) or as declared ({@code BTC})
 * @param scale decimals, 0 to {@value #MAX_SCALE}: an amount in major units is minor units × 10^−scale
 */
public record Asset(String code, int scale) implements Comparable<Asset> {
    /** Beyond this the 128-bit range would hold too few major units to be of use. */
    public static final int MAX_SCALE = 30;

    private static final Comparator<Asset> ORDER =
            Comparator.comparing(Asset::code).thenComparingInt(Asset::scale);

    /** Before the decimal point; 2¹²⁷ has so many. */
    private static final int MAX_DIGITS = 39;

    /** @throws IllegalArgumentException if the scale is out of range */
    public Asset {
        if (scale < 0 || scale > MAX_SCALE) {
            throw new IllegalArgumentException("scale of " + code + " must be 0 to " + MAX_SCALE + ", not " + scale);
        }
    }

    /**
     * Converts from major units.
     *
     * @throws ArithmeticException if the amount has more decimals than the asset
     * @throws AmountOverflowException if it is outside the range of an amount
     */
    public Amount fromMajor(BigDecimal major) {
        if (major.signum() != 0 && (long) major.precision() - major.scale() > MAX_DIGITS) {
            // Found without writing out all the digits that an exponent can stand for.
            throw new AmountOverflowException();
        }
        return new Amount(major.setScale(scale).unscaledValue());
    }

    /** Whether it is written with no more decimals than the asset has, zeros included: {@code 1.000} has three. */
    public boolean canExpress(BigDecimal major) {
        return major.scale() <= scale;
    }

    /** The amount in major units with all of the asset's decimals: {@code "12.30"}. */
    public String format(Amount amount) {
        return format(amount.minor());
    }

    /**
     * A sum of amounts in major units, which may be out of the range of amounts.
     *
     * @param minor in minor units
     */
    public String format(BigInteger minor) {
        return new BigDecimal(minor, scale).toPlainString();
    }

    /** By code, and of one code by scale. */
    @Override
    public int compareTo(Asset other) {
        return ORDER.compare(this, other);
    }
}
