package ledger.language;

import java.math.BigInteger;

/**
 * A signed number of minor units (cents, satoshi) in the range of 128 bits, −2¹²⁷ to 2¹²⁷−1. What asset the units are of
 * stands beside it: see {@link Asset}.
 */
public record Amount(BigInteger minor) implements Comparable<Amount> {
    /** Nothing. */
    public static final Amount ZERO = new Amount(BigInteger.ZERO);

    private static final int MAX_BITS = 127;

    /** @throws AmountOverflowException if the number needs more than 128 bits */
    public Amount {
        if (!fits(minor)) {
            throw new AmountOverflowException();
        }
    }

    /** An amount of so many minor units. */
    public static Amount ofMinor(long minor) {
        return minor == 0 ? ZERO : new Amount(BigInteger.valueOf(minor));
    }

    /** Whether the number is in the range of an amount. */
    public static boolean fits(BigInteger minor) {
        return minor.bitLength() <= MAX_BITS;
    }

    /**
     * The sum.
     *
     * @throws AmountOverflowException if it is out of range
     */
    public Amount plus(Amount other) {
        return new Amount(minor.add(other.minor));
    }

    /**
     * The difference.
     *
     * @throws AmountOverflowException if it is out of range
     */
    public Amount minus(Amount other) {
        return new Amount(minor.subtract(other.minor));
    }

    /**
     * The opposite.
     *
     * @throws AmountOverflowException if this is −2¹²⁷, whose opposite is out of range
     */
    public Amount negated() {
        return new Amount(minor.negate());
    }

    public boolean isNegative() {
        return minor.signum() < 0;
    }

    public boolean isPositive() {
        return minor.signum() > 0;
    }

    public boolean isZero() {
        return minor.signum() == 0;
    }

    @Override
    public int compareTo(Amount other) {
        return minor.compareTo(other.minor);
    }

    /** The minor units in decimal. */
    @Override
    public String toString() {
        return minor.toString();
    }
}
