/** The way to the brokers of a cluster, and what is said where there is none. */
@NullMarked
package ledger.api.connection;

import org.jspecify.annotations.NullMarked;
