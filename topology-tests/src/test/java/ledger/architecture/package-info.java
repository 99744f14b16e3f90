/** What holds of the sources as a whole: who may depend on whom, what is tidy, and that the API is described in full. */
@NullMarked
package ledger.architecture;

import org.jspecify.annotations.NullMarked;
