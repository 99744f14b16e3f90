package ledger.language;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Command} asks for. Amounts are positive and in minor units of the asset beside them; a {@link BigDecimal}
 * is in major units, for requests that name no asset: the account's own is meant.
 */
public sealed interface Instruction {
    /** The name of the instruction in outcomes, metrics and batches. */
    CommandKind kind();

    /** The transaction that it changes, where it names one: that transaction's home decides. */
    default @Nullable TransactionId namedTransaction() {
        return this instanceof TransactionChange change ? change.transactionId() : null;
    }

    /** Changes a transaction that was made before. */
    sealed interface TransactionChange extends Instruction {
        /** Which. */
        TransactionId transactionId();
    }

    /** Opens an account with these limits, in minor units. */
    record OpenAccount(Asset asset, Limits limits, Map<String, String> metadata) implements Instruction {
        public OpenAccount {
            metadata = SortedMaps.copyOf(metadata);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.OPEN;
        }
    }

    /**
     * A new value for a limit, in major units.
     *
     * @param limit zero or positive; {@code null}: no limit
     */
    record LimitChange(@Nullable BigDecimal limit) {
        /** @throws IllegalArgumentException if the limit is negative */
        public LimitChange {
            Require.notNegative(limit);
        }
    }

    /**
     * Changes limits and metadata.
     *
     * @param overdraftLimit {@code null}: as it is
     * @param maxBalance {@code null}: as it is
     * @param metadata pairs to set; those without a value are removed
     */
    record UpdateAccount(
            @Nullable LimitChange overdraftLimit,
            @Nullable LimitChange maxBalance,
            Map<String, Optional<String>> metadata)
            implements Instruction {
        public UpdateAccount {
            metadata = SortedMaps.copyOf(metadata);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.UPDATE;
        }
    }

    /** Stops all movements of the account. */
    record FreezeAccount() implements Instruction {
        @Override
        public CommandKind kind() {
            return CommandKind.FREEZE;
        }
    }

    /** Lets a frozen account move again. */
    record UnfreezeAccount() implements Instruction {
        @Override
        public CommandKind kind() {
            return CommandKind.UNFREEZE;
        }
    }

    /** Closes an empty account for good. */
    record CloseAccount() implements Instruction {
        @Override
        public CommandKind kind() {
            return CommandKind.CLOSE;
        }
    }

    /**
     * What the client tells of a movement of money.
     *
     * @param reference the client's text
     * @param effectiveAt when it counts for the client, to the microsecond; {@code null}: when it is decided
     */
    record Particulars(@Nullable String reference, @Nullable Instant effectiveAt, Map<String, String> metadata) {
        /** Nothing told. */
        public static final Particulars NONE = new Particulars(null, null, Map.of());

        public Particulars {
            // As precise as it is written to the log: a finer time would not be the same when it is read again.
            effectiveAt = effectiveAt == null ? null : effectiveAt.truncatedTo(ChronoUnit.MICROS);
            metadata = SortedMaps.copyOf(metadata);
        }
    }

    /** Brings money in from {@link AccountId#WORLD}. */
    record DepositFunds(Amount amount, Asset asset, Particulars particulars) implements Instruction {
        /** @throws IllegalArgumentException if the amount is not positive */
        public DepositFunds {
            Require.positive(amount);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.DEPOSIT;
        }
    }

    /** Takes money out to {@link AccountId#WORLD}. */
    record WithdrawFunds(Amount amount, Asset asset, Particulars particulars) implements Instruction {
        /** @throws IllegalArgumentException if the amount is not positive */
        public WithdrawFunds {
            Require.positive(amount);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.WITHDRAW;
        }
    }

    /**
     * Moves money between accounts, all postings or none.
     *
     * @param postings 1 to 100, applied in order
     * @param pending reserve now, post on capture
     * @param expiresIn how long a pending transaction is held; {@code null}: until captured or voided
     */
    record PostTransaction(
            List<Posting> postings,
            boolean pending,
            @Nullable Duration expiresIn,
            Particulars particulars) implements Instruction {
        /** The most postings of one transaction. */
        public static final int MAX_POSTINGS = 100;

        /** The longest that a hold may be made for. */
        public static final Duration LONGEST_HOLD = Duration.ofDays(3653);

        /** @throws IllegalArgumentException if there are no postings or too many, or a hold's time is out of range */
        public PostTransaction {
            postings = List.copyOf(postings);
            if (postings.isEmpty() || postings.size() > MAX_POSTINGS) {
                throw new IllegalArgumentException("a transaction has 1 to " + MAX_POSTINGS + " postings");
            }
            if (expiresIn != null && (!pending || !expiresIn.isPositive() || expiresIn.compareTo(LONGEST_HOLD) > 0)) {
                throw new IllegalArgumentException("only what is pending expires, and within ten years");
            }
        }

        /**
         * The account whose shard decides: the first that is debited, else the first that is credited. Where all of it
         * is between boundary accounts, which is refused, any shard will do.
         */
        public AccountId home(CommandId id) {
            return Stream.concat(
                            postings.stream().map(Posting::from),
                            postings.stream().map(Posting::to))
                    .filter(account -> !account.isBoundary())
                    .findFirst()
                    .orElseGet(() -> new AccountId(TransactionId.of(id).value()));
        }

        @Override
        public CommandKind kind() {
            return CommandKind.TRANSACTION;
        }
    }

    /**
     * Posts a pending transaction.
     *
     * @param amount how much; {@code null}: all that is left
     * @param isFinal release what is left after it
     */
    record CaptureTransaction(
            TransactionId transactionId, @Nullable BigDecimal amount, boolean isFinal) implements TransactionChange {
        /** @throws IllegalArgumentException if the amount is there and not positive */
        public CaptureTransaction {
            Require.positive(amount);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.CAPTURE;
        }
    }

    /** Releases what is left of a pending transaction. */
    record VoidTransaction(TransactionId transactionId) implements TransactionChange {
        @Override
        public CommandKind kind() {
            return CommandKind.VOID;
        }
    }

    /** Posts the opposite of a posted transaction, once. */
    record ReverseTransaction(
            TransactionId transactionId, @Nullable String reference, Map<String, String> metadata)
            implements TransactionChange {
        public ReverseTransaction {
            metadata = SortedMaps.copyOf(metadata);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.REVERSE;
        }
    }
}
