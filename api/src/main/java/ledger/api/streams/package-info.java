/** How Kafka Streams is run: configuration, memory, and what happens to records that cannot be processed. */
@NullMarked
package ledger.api.streams;

import org.jspecify.annotations.NullMarked;
