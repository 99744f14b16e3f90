package ledger.projections.generations;

import ledger.projections.ModelDigest;
import org.jspecify.annotations.Nullable;

/**
 * What a generation holds in a partition.
 *
 * @param position all events below this offset are in it and none from it on
 * @param digest {@code null} while it is computed
 */
public record PartitionDigest(long position, @Nullable ModelDigest digest) {}
