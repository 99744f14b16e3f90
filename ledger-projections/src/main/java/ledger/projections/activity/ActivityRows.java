package ledger.projections.activity;

import java.math.BigInteger;
import java.time.Instant;
import ledger.language.Asset;
import ledger.projections.StoredIntegers;
import ledger.records.ActivityHead;
import ledger.records.ActivityRow;
import ledger.records.ActivitySums;
import org.jspecify.annotations.Nullable;

/** Heads and windows to and from the rows of the store. */
final class ActivityRows {
    private ActivityRows() {}

    static ActivityRow row(AccountHead head) {
        return new ActivityRow(
                new ActivityHead(head.asset().code(), head.asset().scale(), head.version()));
    }

    static AccountHead head(ActivityRow row) {
        ActivityHead head = (ActivityHead) row.getRow();
        return new AccountHead(new Asset(head.getCurrency(), head.getScale()), head.getVersion());
    }

    /**
     * A window after one more movement.
     *
     * @param before {@code null} where it is the first
     * @param moved what the balance changed by, in minor units
     */
    static ActivityRow plus(@Nullable ActivityRow before, BigInteger moved) {
        long count = 0;
        BigInteger in = moved.max(BigInteger.ZERO);
        BigInteger out = moved.negate().max(BigInteger.ZERO);
        if (before != null) {
            ActivitySums sums = (ActivitySums) before.getRow();
            count = sums.getCount();
            in = in.add(StoredIntegers.integer(sums.getIn()));
            out = out.add(StoredIntegers.integer(sums.getOut()));
        }
        return new ActivityRow(new ActivitySums(count + 1, StoredIntegers.bytes(in), StoredIntegers.bytes(out)));
    }

    static ActivityItem item(Window window, ActivityKey key, ActivityRow row) {
        ActivitySums sums = (ActivitySums) row.getRow();
        return new ActivityItem(
                Instant.ofEpochSecond(key.firstSecond()),
                window.end(key.firstSecond()),
                sums.getCount(),
                StoredIntegers.integer(sums.getIn()),
                StoredIntegers.integer(sums.getOut()));
    }
}
