package ledger.codec;

import java.math.BigDecimal;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Limits;
import ledger.language.TransactionId;
import ledger.records.ScaledAmount;
import org.jspecify.annotations.Nullable;

/** The values that stand in many records. */
final class Values {
    private Values() {}

    static BigDecimal decimal(Amount amount) {
        return new BigDecimal(amount.minor());
    }

    static @Nullable BigDecimal decimalOrNull(@Nullable Amount amount) {
        return amount == null ? null : decimal(amount);
    }

    static Amount amount(BigDecimal decimal) {
        return new Amount(decimal.toBigIntegerExact());
    }

    static @Nullable Amount amountOrNull(@Nullable BigDecimal decimal) {
        return decimal == null ? null : amount(decimal);
    }

    static Limits limits(@Nullable BigDecimal overdraft, @Nullable BigDecimal maxBalance) {
        return new Limits(amountOrNull(overdraft), amountOrNull(maxBalance));
    }

    /** A record that could not be read again is not written: it would be an answer that never comes. */
    static ScaledAmount scaled(BigDecimal decimal) {
        requireScale(decimal.scale());
        return new ScaledAmount(new BigDecimal(decimal.unscaledValue()), decimal.scale());
    }

    static BigDecimal scaled(ScaledAmount amount) {
        requireScale(amount.getScale());
        return new BigDecimal(amount.getUnscaled().toBigIntegerExact(), amount.getScale());
    }

    private static void requireScale(int scale) {
        if (Math.abs((long) scale) > Asset.MAX_SCALE) {
            throw new IllegalArgumentException("scale " + scale + " is out of range");
        }
    }

    static Asset asset(String code, int scale) {
        return new Asset(code, scale);
    }

    static @Nullable String text(@Nullable TransactionId id) {
        return id == null ? null : id.value();
    }

    static @Nullable TransactionId transactionId(@Nullable String id) {
        return id == null ? null : new TransactionId(id);
    }
}
