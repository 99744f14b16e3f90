/** Tests of what measures: that it counts right, and that a failure is no figure. */
@NullMarked
package ledger.benchmarks;

import org.jspecify.annotations.NullMarked;
