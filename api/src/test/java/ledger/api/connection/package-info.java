/** Tests of what is said where brokers cannot be reached. */
@NullMarked
package ledger.api.connection;

import org.jspecify.annotations.NullMarked;
