/** A Kafka broker inside of the application's process, for a laptop and for tests. */
@NullMarked
package ledger.api.broker;

import org.jspecify.annotations.NullMarked;
