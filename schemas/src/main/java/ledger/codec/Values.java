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

    static ScaledAmount scaled(BigDecimal decimal) {
        return new ScaledAmount(new BigDecimal(decimal.unscaledValue()), decimal.scale());
    }

    static BigDecimal scaled(ScaledAmount amount) {
        if (Math.abs((long) amount.getScale()) > Asset.MAX_SCALE) {
            throw new IllegalArgumentException("scale " + amount.getScale() + " is out of range");
        }
        return new BigDecimal(amount.getUnscaled().toBigIntegerExact(), amount.getScale());
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
