package ledger.testing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Instruction;
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.Particulars;
import ledger.language.Limits;
import org.jspecify.annotations.Nullable;

/** Random values of the language, with a liking for edges. */
public final class RandomValues {
    /** The largest amount in minor units. */
    public static final BigInteger LARGEST = BigInteger.TWO.pow(127).subtract(BigInteger.ONE);

    /** The smallest amount in minor units. */
    public static final BigInteger SMALLEST = BigInteger.TWO.pow(127).negate();

    private static final List<String> WORDS = List.of("", "a", "b", "-", "+", "tier", "gold", "naïve €", "a=b", "𝄞");

    private RandomValues() {}

    /** Any of them. */
    public static <T> T oneOf(RandomGenerator random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** An integer of up to 130 bits: some are no amounts. Small numbers and those near the edges are likely. */
    public static BigInteger integer(RandomGenerator random) {
        BigInteger near = BigInteger.valueOf(random.nextInt(-3, 4));
        return switch (random.nextInt(6)) {
            case 0 -> LARGEST.add(near);
            case 1 -> SMALLEST.add(near);
            case 2 -> near;
            case 3 -> BigInteger.valueOf(random.nextLong(-100_000, 100_000));
            default -> bits(random, random.nextInt(1, 131));
        };
    }

    /** Any amount. */
    public static Amount amount(RandomGenerator random) {
        BigInteger integer = integer(random);
        return new Amount(Amount.fits(integer) ? integer : integer.shiftRight(4));
    }

    /** Zero or more. */
    public static Amount notNegative(RandomGenerator random) {
        return new Amount(amount(random).minor().abs().min(LARGEST));
    }

    /** One minor unit or more. */
    public static Amount positive(RandomGenerator random) {
        return new Amount(notNegative(random).minor().max(BigInteger.ONE));
    }

    /** Limits, often none or zero. */
    public static Limits limits(RandomGenerator random) {
        return new Limits(limit(random), limit(random));
    }

    /** A few pairs, often none. */
    public static Map<String, String> metadata(RandomGenerator random) {
        Map<String, String> map = new HashMap<>();
        for (int pairs = random.nextInt(4); pairs > 0; pairs--) {
            map.put(oneOf(random, WORDS), oneOf(random, WORDS));
        }
        return map;
    }

    /** What a client may tell, with an effective time from the year 1 to 9999. */
    public static Particulars particulars(RandomGenerator random) {
        Instant effectiveAt = Instant.ofEpochSecond(
                random.nextLong(-62_135_596_800L, 253_402_300_800L), random.nextInt(1_000_000) * 1000L);
        return new Particulars(orNull(random, oneOf(random, WORDS)), orNull(random, effectiveAt), metadata(random));
    }

    /** Something to do with one account, mostly in this asset. */
    public static Instruction accountInstruction(RandomGenerator random, Asset usual) {
        Asset asset = random.nextInt(20) == 0 ? new Asset("JPY", 0) : usual;
        return switch (random.nextInt(12)) {
            case 0 -> new Instruction.OpenAccount(asset, limits(random), metadata(random));
            case 1, 2 -> new Instruction.UpdateAccount(change(random), change(random), changes(random));
            case 3 -> random.nextInt(3) == 0 ? new Instruction.FreezeAccount() : new Instruction.UnfreezeAccount();
            case 4 -> new Instruction.UnfreezeAccount();
            case 5 -> random.nextInt(4) == 0 ? new Instruction.CloseAccount() : new Instruction.UnfreezeAccount();
            case 6, 7, 8 -> new Instruction.DepositFunds(positive(random), asset, particulars(random));
            default -> new Instruction.WithdrawFunds(positive(random), asset, particulars(random));
        };
    }

    private static Map<String, Optional<String>> changes(RandomGenerator random) {
        Map<String, Optional<String>> changes = new HashMap<>();
        metadata(random)
                .forEach(
                        (key, value) -> changes.put(key, random.nextBoolean() ? Optional.empty() : Optional.of(value)));
        return changes;
    }

    private static @Nullable LimitChange change(RandomGenerator random) {
        BigDecimal limit = new BigDecimal(notNegative(random).minor(), random.nextInt(-2, 5));
        return orNull(random, new LimitChange(orNull(random, limit)));
    }

    private static @Nullable Amount limit(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> Amount.ZERO;
            default -> notNegative(random);
        };
    }

    private static <T> @Nullable T orNull(RandomGenerator random, T value) {
        return random.nextInt(3) == 0 ? null : value;
    }

    private static BigInteger bits(RandomGenerator random, int bits) {
        byte[] bytes = new byte[17];
        random.nextBytes(bytes);
        return new BigInteger(bytes).shiftRight(136 - bits);
    }
}
