package ledger.language;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.CommandOutcome.BalanceAfter;
import org.jspecify.annotations.Nullable;

/**
 * A message between the shards of a transaction. The home shard prepares a step of it and passes the verdict; every other
 * shard answers each of them.
 *
 * @param to an account of the shard that it goes to
 * @param sequence counts the transaction's steps: 1, 2, 3 …
 * @param home an account of the home shard: where answers go
 */
public record ShardMessage(AccountId to, TransactionId transactionId, long sequence, AccountId home, Body body) {
    /** What is said. */
    public sealed interface Body {}

    /** How far a shard is to go with a step. */
    public enum Stage {
        /** Say whether it could be done, and do nothing: it will not be, for another reason. */
        CHECK,
        /** Set aside what it takes, so that nothing can come in its way until the verdict. */
        RESERVE,
        /** Do it. */
        COMPLETE
    }

    /**
     * From the home shard: go so far with this step, and say how it went.
     *
     * @param commandId the command that asks for it; of an expiry, the one that made the hold
     * @param recordedAt when the home shard took it on
     * @param effectiveAt when it counts for the client, where the client says so
     */
    public record Prepare(
            Stage stage,
            Step step,
            CommandId commandId,
            Instant recordedAt,
            @Nullable Instant effectiveAt,
            @Nullable String reference,
            Map<String, String> metadata)
            implements Body {
        public Prepare {
            metadata = SortedMaps.copyOf(metadata);
        }

        /** The same, to be gone this far. */
        public Prepare at(Stage other) {
            return new Prepare(other, step, commandId, recordedAt, effectiveAt, reference, metadata);
        }
    }

    /** What a transaction does next to its accounts. */
    public sealed interface Step {
        /** All postings that take part in it, whatever becomes of each. */
        List<Posting> postings();
    }

    /**
     * Post these at once.
     *
     * @param reverses the transaction whose opposite they are
     */
    public record Post(List<Posting> postings, @Nullable TransactionId reverses) implements Step {
        public Post {
            postings = List.copyOf(postings);
        }
    }

    /** Reserve for these, until captured or released. */
    public record Hold(List<Posting> postings, @Nullable Instant expiresAt) implements Step {
        public Hold {
            postings = List.copyOf(postings);
        }
    }

    /**
     * Post what is held, in whole or in part.
     *
     * @param captured to post of it
     * @param released to give back of it
     * @param ended whether nothing of the hold is left
     */
    public record Capture(List<Posting> captured, List<Posting> released, boolean ended) implements Step {
        public Capture {
            captured = List.copyOf(captured);
            released = List.copyOf(released);
        }

        @Override
        public List<Posting> postings() {
            return captured;
        }
    }

    /** Give back what is left of a hold. */
    public record Release(List<Posting> postings, ReleaseCause cause) implements Step {
        public Release {
            postings = List.copyOf(postings);
        }
    }

    /**
     * Why a shard does not go along.
     *
     * @param posting the first one that the reason holds for, counted from 0: where shards give the same reason, the
     *     first in the order of the postings counts
     */
    public record Refusal(Rejection rejection, int posting) implements Comparable<Refusal> {
        /** The one that is told where both hold comes first. */
        @Override
        public int compareTo(Refusal other) {
            int byReason = rejection.reason().compareTo(other.rejection.reason());
            return byReason != 0 ? byReason : Integer.compare(posting, other.posting);
        }

        /** The one to tell of the two. */
        public static @Nullable Refusal first(@Nullable Refusal one, @Nullable Refusal other) {
            return one == null || (other != null && other.compareTo(one) < 0) ? other : one;
        }
    }

    /**
     * To the home shard: the answer to a {@link Prepare}.
     *
     * @param shard whose answer it is
     * @param refusal {@code null}: it went as far as asked
     * @param balances the accounts of the step in that shard, as they stand after it
     */
    public record Vote(int shard, @Nullable Refusal refusal, List<BalanceAfter> balances) implements Body {
        public Vote {
            balances = List.copyOf(balances);
        }
    }

    /** From the home shard: complete what was reserved, or undo it. */
    public record Verdict(boolean commit) implements Body {}

    /** To the home shard: the verdict was carried out. */
    public record Acknowledgement(int shard, List<BalanceAfter> balances) implements Body {
        public Acknowledgement {
            balances = List.copyOf(balances);
        }
    }
}
