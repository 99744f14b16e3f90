/**
 * Serdes of records: the Confluent wire format for topics that others may read, Avro's single-object encoding for state
 * stores, which are private.
 */
@NullMarked
package ledger.serde;

import org.jspecify.annotations.NullMarked;
