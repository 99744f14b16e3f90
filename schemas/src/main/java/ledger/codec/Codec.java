package ledger.codec;

import org.apache.avro.specific.SpecificRecord;

/**
 * Between a value of the language and its Avro record.
 *
 * @param <T> the value
 * @param <R> the record, in the latest schema
 */
public interface Codec<T, R extends SpecificRecord> {
    /** The record of a value. */
    R toRecord(T value);

    /**
     * The value of a record.
     *
     * @throws IllegalArgumentException if the record holds what no value can be made of: a malformed id, an amount out
     *     of range, an unknown kind
     */
    T fromRecord(R record);
}
