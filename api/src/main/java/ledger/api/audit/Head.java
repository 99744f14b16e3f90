package ledger.api.audit;

import org.jspecify.annotations.Nullable;

/**
 * The last record of a partition. Whoever keeps it elsewhere can tell later that what it stands for is still there.
 *
 * @param offset of the record
 * @param hash of the record, hexadecimal
 * @param events how many records the partition has up to this one
 * @param unchained how many of them are from before the chain
 * @param unchainedHash of the last of those, as if they had been chained; {@code null} where there are none
 */
public record Head(
        long offset,
        String hash,
        long events,
        long unchained,
        @Nullable String unchainedHash) {}
