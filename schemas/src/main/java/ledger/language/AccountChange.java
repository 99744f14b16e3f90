package ledger.language;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an {@link AccountEvent} says: past-tense facts. Amounts are in minor units of the account's asset. */
public sealed interface AccountChange {
    /** The account was opened. */
    record AccountOpened(Limits limits, Map<String, String> metadata) implements AccountChange {
        public AccountOpened {
            metadata = SortedMaps.copyOf(metadata);
        }
    }

    /**
     * Limits or metadata were changed; all of them as they are now.
     *
     * @param formerLimits as they were; {@code null} where the event does not tell: those of the first release do not
     */
    record AccountUpdated(
            Limits limits,
            Map<String, String> metadata,
            @Nullable Limits formerLimits) implements AccountChange {
        public AccountUpdated {
            metadata = SortedMaps.copyOf(metadata);
        }
    }

    /** All movements of the account were stopped. */
    record AccountFrozen() implements AccountChange {}

    /** The account moves again. */
    record AccountUnfrozen() implements AccountChange {}

    /** The account was closed for good. */
    record AccountClosed() implements AccountChange {}

    /** Money came in from {@link AccountId#WORLD}. */
    record FundsDeposited(Amount amount, @Nullable String reference, Map<String, String> metadata)
            implements AccountChange {
        public FundsDeposited {
            metadata = SortedMaps.copyOf(metadata);
        }
    }

    /** Money went out to {@link AccountId#WORLD}. */
    record FundsWithdrawn(Amount amount, @Nullable String reference, Map<String, String> metadata)
            implements AccountChange {
        public FundsWithdrawn {
            metadata = SortedMaps.copyOf(metadata);
        }
    }

    /**
     * One side of a posting, seen from the account of the event.
     *
     * @param amount signed: positive into this account
     */
    record Entry(AccountId counterparty, Amount amount) {}

    /**
     * The account's part of a transaction was posted.
     *
     * @param entries the account's sides of the postings, in order
     * @param postings the whole transaction, on the account that it was sent to; elsewhere empty
     */
    record TransactionPosted(
            List<Entry> entries,
            List<Posting> postings,
            @Nullable String reference,
            Map<String, String> metadata) implements AccountChange {
        public TransactionPosted {
            entries = List.copyOf(entries);
            postings = List.copyOf(postings);
            metadata = SortedMaps.copyOf(metadata);
        }
    }

    /**
     * An amount was set aside for a transaction that is pending or under way between shards.
     *
     * @param hold pending until captured or voided, not just under way
     * @param expiresAt when a hold is released by itself
     */
    record FundsReserved(
            List<Entry> entries,
            List<Posting> postings,
            boolean hold,
            @Nullable Instant expiresAt,
            @Nullable String reference,
            Map<String, String> metadata)
            implements AccountChange {
        public FundsReserved {
            entries = List.copyOf(entries);
            postings = List.copyOf(postings);
            metadata = SortedMaps.copyOf(metadata);
        }
    }

    /**
     * A hold was posted, in whole or in part.
     *
     * @param entries what was posted: the account's sides of the postings, in order
     * @param released what the hold gave back beside it, of what it had reserved or kept room for
     * @param ended nothing of the hold is left
     */
    record FundsCaptured(
            List<Entry> entries,
            Amount released,
            boolean ended,
            @Nullable String reference) implements AccountChange {
        public FundsCaptured {
            entries = List.copyOf(entries);
        }
    }

    /** Why a reservation ended without being posted. */
    enum ReleaseCause {
        VOIDED,
        EXPIRED,
        REJECTED,
        OTHER
    }

    /** What was left of a reservation was given back. */
    record FundsReleased(Amount released, ReleaseCause cause) implements AccountChange {}

    /** The opposite of an earlier transaction was posted. */
    record TransactionReversed(
            TransactionId reversed,
            List<Entry> entries,
            List<Posting> postings,
            @Nullable String reference,
            Map<String, String> metadata)
            implements AccountChange {
        public TransactionReversed {
            entries = List.copyOf(entries);
            postings = List.copyOf(postings);
            metadata = SortedMaps.copyOf(metadata);
        }
    }
}
