package ledger.projections.activity;

import java.math.BigInteger;
import java.time.Instant;

/**
 * A window with something in it. The sums are in minor units without bound: those of amounts may leave their range.
 *
 * @param from where the window starts
 * @param to where the next one starts
 * @param count how many versions of the account moved its balance, 1 or more
 * @param in what those that raised it came to
 * @param out what those that lowered it came to, as a positive number
 */
public record ActivityItem(Instant from, Instant to, long count, BigInteger in, BigInteger out) {}
