package ledger.language;

/** The result of a calculation is outside the signed 128-bit range of an {@link Amount}. */
public final class AmountOverflowException extends ArithmeticException {
    AmountOverflowException() {
        super("amount outside the signed 128-bit range");
    }
}
