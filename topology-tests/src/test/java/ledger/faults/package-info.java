/**
 * Faults: three brokers and two instances as processes of their own, which are killed and stopped under load on a schedule
 * that follows from a seed, and then everything that the ledger promises is checked.
 */
@NullMarked
package ledger.faults;

import org.jspecify.annotations.NullMarked;
