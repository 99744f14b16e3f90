/** Tests of what the application ships with. */
@NullMarked
package ledger.api;

import org.jspecify.annotations.NullMarked;
