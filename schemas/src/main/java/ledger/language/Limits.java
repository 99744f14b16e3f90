package ledger.language;

import org.jspecify.annotations.Nullable;

/**
 * An account's policy on its balance, in minor units of its asset.
 *
 * @param overdraft how far below zero the available balance may go, zero or positive; {@code null}: unlimited
 * @param maxBalance the highest balance allowed, zero or positive; {@code null}: none
 */
public record Limits(@Nullable Amount overdraft, @Nullable Amount maxBalance) {
    /** Never below zero, no upper limit. */
    public static final Limits NONE_BELOW_ZERO = new Limits(Amount.ZERO, null);

    /** @throws IllegalArgumentException if a limit is negative */
    public Limits {
        Require.notNegative(overdraft);
        Require.notNegative(maxBalance);
    }
}
