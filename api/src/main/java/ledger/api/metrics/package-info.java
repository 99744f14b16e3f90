/** What is measured, for Prometheus. */
@NullMarked
package ledger.api.metrics;

import org.jspecify.annotations.NullMarked;
