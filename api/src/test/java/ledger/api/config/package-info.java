/** Tests of the configuration. */
@NullMarked
package ledger.api.config;

import org.jspecify.annotations.NullMarked;
