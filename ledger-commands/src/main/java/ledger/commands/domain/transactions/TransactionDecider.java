package ledger.commands.domain.transactions;

import static ledger.language.RejectionReason.ALREADY_REVERSED;
import static ledger.language.RejectionReason.AMOUNT_EXCEEDS_PENDING;
import static ledger.language.RejectionReason.TRANSACTION_EXPIRED;
import static ledger.language.RejectionReason.TRANSACTION_NOT_PENDING;
import static ledger.language.RejectionReason.VERSION_MISMATCH;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import ledger.commands.domain.Malformed;
import ledger.language.Account;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Posting;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.ShardMessage.Capture;
import ledger.language.ShardMessage.Hold;
import ledger.language.ShardMessage.Post;
import ledger.language.ShardMessage.Prepare;
import ledger.language.ShardMessage.Refusal;
import ledger.language.ShardMessage.Release;
import ledger.language.ShardMessage.Stage;
import ledger.language.ShardMessage.Step;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * What commands ask of a transaction, as far as its home can tell from the transaction itself: the step to take, and
 * whether its state speaks against it. Accounts are looked at by {@link Coordinator} and {@link Participant}.
 */
public final class TransactionDecider {
    private TransactionDecider() {}

    /**
     * A step to take.
     *
     * @param state the transaction that takes it; of a new one, as it will stand
     * @param refusal why it is not to be taken, whatever the accounts say
     */
    public record Asked(
            TransactionState state,
            Prepare prepare,
            @Nullable Refusal refusal) {}

    /**
     * A new transaction.
     *
     * @param time of the command, to the millisecond
     */
    public static Asked post(Command command, PostTransaction post, Instant time, @Nullable Account homeAccount) {
        Instant expiresAt = post.expiresIn() == null ? null : time.plus(post.expiresIn());
        Instant effectiveAt = post.particulars().effectiveAt();
        Transaction transaction = new Transaction(
                TransactionId.of(command.id()),
                post.pending() ? TransactionStatus.PENDING : TransactionStatus.POSTED,
                post.postings(),
                post.pending() ? nothingOf(post.postings()) : List.of(),
                post.particulars().reference(),
                post.particulars().metadata(),
                recordedAt(time, homeAccount),
                effectiveAt == null ? time : effectiveAt,
                expiresAt,
                null,
                null);
        TransactionState state =
                TransactionState.of(transaction, command.accountId(), command.id(), effectiveAt != null);
        Step step = post.pending() ? new Hold(post.postings(), expiresAt) : new Post(post.postings(), null);
        return new Asked(state, prepare(state, command, step, time), versionMismatch(command, homeAccount));
    }

    /** A capture of a transaction. */
    public static Asked capture(
            TransactionState state,
            Command command,
            CaptureTransaction capture,
            Instant time,
            @Nullable Account homeAccount) {
        Refusal refusal = Refusal.first(versionMismatch(command, homeAccount), notPending(state, time));
        if (refusal == null) {
            refusal = wrongAmount(state, capture.amount());
        }
        Step step = refusal == null
                ? capture(state.open(), capture)
                : new Capture(state.transaction().postings(), List.of(), true);
        return new Asked(state, prepare(state, command, step, time), refusal);
    }

    private static Capture capture(List<Posting> open, CaptureTransaction capture) {
        BigDecimal amount = capture.amount();
        if (amount == null) {
            return new Capture(open, List.of(), true);
        }
        Posting held = open.getFirst();
        Amount captured = held.asset().fromMajor(amount);
        Amount left = held.amount().minus(captured);
        boolean ended = capture.isFinal() || left.isZero();
        List<Posting> released = ended && left.isPositive() ? List.of(held.of(left)) : List.of();
        return new Capture(List.of(held.of(captured)), released, ended);
    }

    private static @Nullable Refusal wrongAmount(TransactionState state, @Nullable BigDecimal amount) {
        if (amount == null) {
            return null;
        }
        List<Posting> open = state.open();
        if (open.size() > 1) {
            return refusal(
                    Malformed.at("/amount", "must be left out: only a transaction of one posting is captured in part"));
        }
        Asset asset = open.getFirst().asset();
        if (!asset.canExpress(amount)) {
            return refusal(Malformed.tooFine("/amount", asset));
        }
        Amount pending = open.getFirst().amount();
        if (amount.compareTo(new BigDecimal(pending.minor(), asset.scale())) > 0) {
            return refusal(about(state, AMOUNT_EXCEEDS_PENDING)
                    .with("pending", asset.format(pending))
                    .with("requested", amount.toPlainString()));
        }
        return null;
    }

    /** What is left of a transaction is to be released. */
    public static Asked release(TransactionState state, Command command, Instant time, @Nullable Account homeAccount) {
        Refusal refusal = Refusal.first(versionMismatch(command, homeAccount), notPending(state, time));
        List<Posting> open = refusal == null ? state.open() : List.of();
        return new Asked(state, prepare(state, command, new Release(open, ReleaseCause.VOIDED), time), refusal);
    }

    /** The time of a hold is over. */
    public static Asked expire(TransactionState state, Instant now) {
        Transaction transaction = state.transaction();
        Prepare prepare = new Prepare(
                Stage.COMPLETE,
                new Release(state.open(), ReleaseCause.EXPIRED),
                state.commandId(),
                now,
                null,
                transaction.reference(),
                transaction.metadata());
        return new Asked(state, prepare, null);
    }

    /** The opposite of a transaction is to be posted: a transaction of its own. */
    public static Asked reverse(
            TransactionState reversed,
            Command command,
            ReverseTransaction reverse,
            Instant time,
            @Nullable Account homeAccount) {
        Refusal refusal = Refusal.first(versionMismatch(command, homeAccount), notPosted(reversed));
        List<Posting> posted = refusal == null
                ? reversed.transaction().posted()
                : reversed.transaction().postings();
        List<Posting> opposite =
                posted.reversed().stream().map(Posting::reversed).toList();
        Transaction transaction = new Transaction(
                TransactionId.of(command.id()),
                TransactionStatus.POSTED,
                opposite,
                List.of(),
                reverse.reference(),
                reverse.metadata(),
                recordedAt(time, homeAccount),
                time,
                null,
                reversed.transaction().id(),
                null);
        TransactionState state = TransactionState.of(transaction, reversed.home(), command.id(), false);
        Step step = new Post(opposite, reversed.transaction().id());
        return new Asked(state, prepare(state, command, step, time), refusal);
    }

    /** The transaction after a step that was taken. */
    public static TransactionState after(TransactionState state, Step step) {
        Transaction transaction = state.transaction();
        return switch (step) {
            case Post _ -> state.after(transaction, List.of());
            case Hold hold -> state.after(transaction, hold.postings());
            case Capture capture -> {
                List<Amount> captured = plus(transaction, capture.captured());
                TransactionStatus status = capture.ended() ? TransactionStatus.POSTED : TransactionStatus.PENDING;
                List<Posting> open = capture.ended()
                        ? List.of()
                        : List.of(
                                left(state.open().getFirst(), capture.captured().getFirst()));
                yield state.after(transaction.with(status, captured), open);
            }
            case Release release -> {
                boolean isPosted = transaction.captured().stream().anyMatch(Amount::isPositive);
                TransactionStatus status = isPosted
                        ? TransactionStatus.POSTED
                        : release.cause() == ReleaseCause.EXPIRED
                                ? TransactionStatus.EXPIRED
                                : TransactionStatus.VOIDED;
                yield state.after(transaction.with(status, transaction.captured()), List.of());
            }
        };
    }

    private static Posting left(Posting open, Posting captured) {
        return open.of(open.amount().minus(captured.amount()));
    }

    /** All of the postings are captured, or a part of the only one. */
    private static List<Amount> plus(Transaction transaction, List<Posting> captured) {
        return IntStream.range(0, captured.size())
                .mapToObj(
                        i -> transaction.captured().get(i).plus(captured.get(i).amount()))
                .toList();
    }

    private static List<Amount> nothingOf(List<Posting> postings) {
        return postings.stream().map(_ -> Amount.ZERO).toList();
    }

    private static Prepare prepare(TransactionState state, Command command, Step step, Instant time) {
        Transaction transaction = state.transaction();
        return new Prepare(
                Stage.COMPLETE,
                step,
                command.id(),
                time,
                state.effectiveAtGiven() ? transaction.effectiveAt() : null,
                transaction.reference(),
                transaction.metadata());
    }

    /** As the first event of its home has it. */
    private static Instant recordedAt(Instant time, @Nullable Account homeAccount) {
        return homeAccount == null ? time : homeAccount.nextRecordedAt(time);
    }

    private static @Nullable Refusal versionMismatch(Command command, @Nullable Account homeAccount) {
        Long expected = command.expectedVersion();
        if (expected == null || homeAccount == null || homeAccount.version() == expected) {
            return null;
        }
        return refusal(Rejection.because(VERSION_MISMATCH)
                .with("expectedVersion", expected)
                .with("accountId", homeAccount.id().value())
                .with("version", homeAccount.version()));
    }

    private static @Nullable Refusal notPending(TransactionState state, Instant time) {
        Transaction transaction = state.transaction();
        Instant expiresAt = transaction.expiresAt();
        return switch (transaction.status()) {
            case PENDING ->
                expiresAt != null && !time.isBefore(expiresAt) ? refusal(about(state, TRANSACTION_EXPIRED)) : null;
            case EXPIRED -> refusal(about(state, TRANSACTION_EXPIRED));
            case POSTED, VOIDED, REVERSED -> refusal(about(state, TRANSACTION_NOT_PENDING));
        };
    }

    private static @Nullable Refusal notPosted(TransactionState state) {
        return switch (state.transaction().status()) {
            case POSTED -> null;
            case REVERSED -> refusal(about(state, ALREADY_REVERSED));
            case EXPIRED -> refusal(about(state, TRANSACTION_EXPIRED));
            case PENDING, VOIDED -> refusal(about(state, TRANSACTION_NOT_PENDING));
        };
    }

    private static Rejection about(TransactionState state, RejectionReason reason) {
        Transaction transaction = state.transaction();
        return Rejection.because(reason)
                .with("transactionId", transaction.id().value())
                .with("transactionStatus", transaction.status().name());
    }

    private static Refusal refusal(Rejection rejection) {
        return new Refusal(rejection, 0);
    }
}
