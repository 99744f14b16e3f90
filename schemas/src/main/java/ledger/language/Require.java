package ledger.language;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What amounts of money in requests and policies must be, whoever wrote the record that they come from. */
final class Require {
    private Require() {}

    /** @throws IllegalArgumentException if the amount is zero or negative */
    static void positive(Amount amount) {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("an amount to move must be positive, not " + amount + " minor units");
        }
    }

    /** @throws IllegalArgumentException if the amount is there and zero or negative */
    static void positive(@Nullable BigDecimal amount) {
        if (amount != null && amount.signum() <= 0) {
            throw new IllegalArgumentException("an amount to move must be positive");
        }
    }

    /** @throws IllegalArgumentException if the limit is there and negative */
    static void notNegative(@Nullable Amount limit) {
        if (limit != null && limit.isNegative()) {
            throw new IllegalArgumentException("a limit must not be negative, as " + limit + " minor units is");
        }
    }

    /** @throws IllegalArgumentException if the limit is there and negative */
    static void notNegative(@Nullable BigDecimal limit) {
        if (limit != null && limit.signum() < 0) {
            throw new IllegalArgumentException("a limit must not be negative");
        }
    }
}
