/**
 * Between the language and the Avro records: the one place that knows both, and where records of former versions are
 * brought up to the present language.
 */
@NullMarked
package ledger.codec;

import org.jspecify.annotations.NullMarked;
