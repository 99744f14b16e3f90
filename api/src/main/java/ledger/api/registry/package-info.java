/** The embedded schema registry: its log on Kafka and its REST API, which is Confluent's. */
@NullMarked
package ledger.api.registry;

import org.jspecify.annotations.NullMarked;
