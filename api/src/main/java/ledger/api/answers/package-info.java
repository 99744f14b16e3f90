/**
 * From outcomes and read models to JSON. Fields stand in a fixed order and maps are sorted, so that the same outcome is
 * the same bytes in every process, for ever.
 */
@NullMarked
package ledger.api.answers;

import org.jspecify.annotations.NullMarked;
