/**
 * A schema registry: a client of the Confluent Schema Registry REST API, and the registry itself as a fold over a log,
 * which the application embeds where no other registry is configured.
 */
@NullMarked
package ledger.registry;

import org.jspecify.annotations.NullMarked;
