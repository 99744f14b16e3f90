package ledger.language;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as it stands.
 *
 * @param postings as they were asked for, in order
 * @param captured of a transaction that was or is pending: how much of each posting was posted, in their order; else empty
 * @param recordedAt when it was decided
 * @param effectiveAt when it counts for the client
 * @param expiresAt when a pending one is released by itself
 * @param reverses the transaction whose opposite this one is
 * @param reversedBy the transaction that posted the opposite of this one
 */
public record Transaction(
        TransactionId id,
        TransactionStatus status,
        List<Posting> postings,
        List<Amount> captured,
        @Nullable String reference,
        Map<String, String> metadata,
        Instant recordedAt,
        Instant effectiveAt,
        @Nullable Instant expiresAt,
        @Nullable TransactionId reverses,
        @Nullable TransactionId reversedBy) {
    public Transaction {
        postings = List.copyOf(postings);
        captured = List.copyOf(captured);
        metadata = SortedMaps.copyOf(metadata);
    }

    /** Where a transaction stands. */
    public enum TransactionStatus {
        /** Something is reserved, and waits to be captured. */
        PENDING,
        /** Posted, in whole or in part; nothing is reserved. */
        POSTED,
        /** Released without anything posted. */
        VOIDED,
        /** Released by itself without anything posted. */
        EXPIRED,
        /** Posted, and then its opposite. */
        REVERSED
    }

    /** What was posted of it: the postings, or of a transaction that was pending the captured part of each. */
    public List<Posting> posted() {
        if (captured.isEmpty()) {
            return status == TransactionStatus.POSTED || status == TransactionStatus.REVERSED ? postings : List.of();
        }
        return IntStream.range(0, postings.size())
                .filter(i -> captured.get(i).isPositive())
                .mapToObj(i -> postings.get(i).of(captured.get(i)))
                .toList();
    }

    /** Every account that it touches but boundary accounts, in the order of its postings. */
    public List<AccountId> accounts() {
        return Posting.accounts(postings);
    }

    /** The same in another state. */
    public Transaction with(TransactionStatus newStatus, List<Amount> newCaptured) {
        return new Transaction(
                id,
                newStatus,
                postings,
                newCaptured,
                reference,
                metadata,
                recordedAt,
                effectiveAt,
                expiresAt,
                reverses,
                reversedBy);
    }

    /** The same after its opposite was posted. */
    public Transaction reversedBy(TransactionId reversal) {
        return new Transaction(
                id,
                TransactionStatus.REVERSED,
                postings,
                captured,
                reference,
                metadata,
                recordedAt,
                effectiveAt,
                expiresAt,
                reverses,
                reversal);
    }
}
