package ledger.commands.domain.transactions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import ledger.commands.domain.transactions.Coordination.Phase;
import ledger.commands.domain.transactions.Part.Done;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Command;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.Posting;
import ledger.language.RejectionReason;
import ledger.language.ShardMessage;
import ledger.language.ShardMessage.Acknowledgement;
import ledger.language.ShardMessage.Capture;
import ledger.language.ShardMessage.Hold;
import ledger.language.ShardMessage.Post;
import ledger.language.ShardMessage.Prepare;
import ledger.language.ShardMessage.Refusal;
import ledger.language.ShardMessage.Release;
import ledger.language.ShardMessage.Stage;
import ledger.language.ShardMessage.Step;
import ledger.language.ShardMessage.Verdict;
import ledger.language.ShardMessage.Vote;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * The home shard in a step of a transaction: two-phase commit with the home as coordinator and participant, and with a
 * single other shard as the last agent (Gray and Reuter, Transaction Processing, chapter 10).
 *
 * <pre>
 *                        all accounts are here
 *             ┌──────────────────────────────────────────────────────▶ ended
 *             │
 *   start ────┤ check, reserve own; send Prepare to each other shard
 *             │
 *             └─▶ VOTING ──(last Vote, all went along)──┐
 *                   │                                    │
 *                   │        nothing is left to do       ├── hold, release ──────────────▶ ended
 *                   │                                    ├── they have completed (COMPLETE):
 *                   │                                    │       complete own ───────────▶ ended
 *                   │                                    └── they have reserved (RESERVE):
 *                   │                                            complete own, send Verdict(commit)
 *                   │                                              ─▶ CONCLUDING ─(last Acknowledgement)─▶ ended
 *                   │
 *                   └──(last Vote, one refused)── undo own ──┬── nobody else has reserved ─▶ ended, refused
 *                                                            └── send Verdict(abort) to those who have
 *                                                                  ─▶ CONCLUDING ─(last Acknowledgement)─▶ ended, refused
 * </pre>
 *
 * With presumed abort nobody would have to acknowledge one. Here it is waited for, so that who hears of a refusal can know
 * the versions at which nothing of it is left. A message that is not waited for (repeated, late, of another step or phase)
 * changes nothing.
 */
public final class Coordinator {
    private final ToIntFunction<AccountId> shardOf;

    /** @param shardOf the shard of an account */
    public Coordinator(ToIntFunction<AccountId> shardOf) {
        this.shardOf = shardOf;
    }

    /**
     * What came of it.
     *
     * @param events to be applied to the accounts of the home
     * @param messages to be sent to other shards
     * @param coordination as it stands now
     * @param ended whether nothing is waited for any more
     */
    public record Progress(
            List<AccountEvent> events, List<ShardMessage> messages, Coordination coordination, boolean ended) {
        public Progress {
            events = List.copyOf(events);
            messages = List.copyOf(messages);
        }

        /** Why the step was not taken. */
        public @Nullable Refusal refusal() {
            return coordination.refusal();
        }

        /** What it left on accounts, in no order: of a step that was refused, on those where it had reserved. */
        public List<BalanceAfter> balances() {
            return coordination.balances();
        }
    }

    /**
     * A step to take, of a transaction of this shard.
     *
     * @param sequence the number of the step, should others take part
     * @param refusal why the home would not take it, whatever accounts say
     */
    public record Request(
            Prepare prepare,
            TransactionId transactionId,
            long sequence,
            AccountId home,
            @Nullable Refusal refusal,
            @Nullable Command command,
            List<CommandListener> listeners) {}

    /** Starts a step. */
    public Progress start(Request request, OwnAccounts own) {
        Part part = part(request.transactionId(), request.prepare(), request.home(), own);
        Refusal refusal = Refusal.first(request.refusal(), part.refusal());
        List<AccountId> others = participants(request.prepare().step(), own);
        if (others.isEmpty() || isBeyondDoubt(refusal, request.prepare().step())) {
            Done done = refusal == null ? part.complete(false) : Done.NOTHING;
            Coordination ended = begun(request, request.prepare(), List.of(), refusal, done.balances());
            return new Progress(done.events(), List.of(), ended, true);
        }
        Prepare prepare = request.prepare().at(stage(request.prepare().step(), refusal, others.size()));
        Done done = refusal != null
                ? Done.NOTHING
                : prepare.step() instanceof Release ? part.complete(true) : part.reserve();
        List<ShardMessage> messages = new ArrayList<>();
        for (AccountId other : others) {
            messages.add(new ShardMessage(other, request.transactionId(), request.sequence(), request.home(), prepare));
        }
        Coordination voting = begun(request, prepare, others, refusal, done.balances());
        return new Progress(done.events(), messages, voting, false);
    }

    private static Coordination begun(
            Request request,
            Prepare prepare,
            List<AccountId> participants,
            @Nullable Refusal refusal,
            List<BalanceAfter> balances) {
        return new Coordination(
                prepare,
                Phase.VOTING,
                participants,
                List.of(),
                refusal,
                List.of(),
                balances,
                request.command(),
                request.listeners());
    }

    /** An account of each other shard. */
    private List<AccountId> participants(Step step, OwnAccounts own) {
        List<AccountId> first = new ArrayList<>();
        List<Integer> shards = new ArrayList<>();
        for (AccountId account : Posting.accounts(step.postings())) {
            int shard = shardOf.applyAsInt(account);
            if (!own.owns(account) && !shards.contains(shard)) {
                shards.add(shard);
                first.add(account);
            }
        }
        return first;
    }

    /** Whether no other shard could have a reason that comes before this one. */
    private static boolean isBeyondDoubt(@Nullable Refusal refusal, Step step) {
        if (refusal == null) {
            return false;
        }
        RejectionReason first = switch (step) {
            case Post _, Hold _ -> PostingRules.FIRST_OF_NEW;
            case Capture _ -> PostingRules.FIRST_OF_CAPTURE;
            case Release _ -> refusal.rejection().reason();
        };
        return refusal.rejection().reason().compareTo(first) <= 0;
    }

    private static Stage stage(Step step, @Nullable Refusal refusal, int others) {
        if (refusal != null) {
            return Stage.CHECK;
        }
        return switch (step) {
            case Post _, Capture _ -> others == 1 ? Stage.COMPLETE : Stage.RESERVE;
            case Hold _ -> Stage.RESERVE;
            case Release _ -> Stage.COMPLETE;
        };
    }

    /** A vote on the step that is under way. */
    public Progress heard(TransactionState state, Coordination coordination, Vote vote, OwnAccounts own) {
        if (coordination.phase() != Phase.VOTING || coordination.answered().contains(vote.shard())) {
            return unchanged(coordination);
        }
        Coordination voted = coordination.answered(vote.shard(), vote.refusal(), vote.balances());
        if (!voted.isComplete()) {
            return unchanged(voted);
        }
        Part part = part(state.transaction().id(), voted.prepare(), state.home(), own);
        return voted.refusal() == null ? complete(state, voted, part) : abort(state, voted, part);
    }

    private Progress complete(TransactionState state, Coordination voted, Part part) {
        return switch (voted.prepare().step()) {
            case Hold _, Release _ -> new Progress(List.of(), List.of(), voted, true);
            case Post _, Capture _ -> {
                Done done = part.complete(true);
                if (voted.prepare().stage() == Stage.COMPLETE) {
                    yield new Progress(done.events(), List.of(), voted.plus(done.balances()), true);
                }
                yield new Progress(
                        done.events(),
                        verdict(state, voted.participants(), true),
                        voted.concluding(voted.participants(), done.balances()),
                        false);
            }
        };
    }

    private Progress abort(TransactionState state, Coordination voted, Part part) {
        Stage stage = voted.prepare().stage();
        List<AccountId> reserved = stage != Stage.RESERVE
                ? List.of()
                : voted.participants().stream()
                        .filter(account -> !voted.refusing().contains(shardOf.applyAsInt(account)))
                        .toList();
        Done undone = stage == Stage.CHECK ? Done.NOTHING : part.undo();
        return new Progress(
                undone.events(),
                verdict(state, reserved, false),
                voted.concluding(reserved, undone.balances()),
                reserved.isEmpty());
    }

    private static List<ShardMessage> verdict(TransactionState state, List<AccountId> to, boolean commit) {
        return to.stream()
                .map(account -> new ShardMessage(
                        account, state.transaction().id(), state.sequence(), state.home(), new Verdict(commit)))
                .toList();
    }

    /** An acknowledgement of the verdict, whichever it was. */
    public Progress heard(Coordination coordination, Acknowledgement acknowledgement) {
        if (coordination.phase() != Phase.CONCLUDING || coordination.answered().contains(acknowledgement.shard())) {
            return unchanged(coordination);
        }
        Coordination acknowledged = coordination.answered(acknowledgement.shard(), null, acknowledgement.balances());
        return new Progress(List.of(), List.of(), acknowledged, acknowledged.isComplete());
    }

    private static Progress unchanged(Coordination coordination) {
        return new Progress(List.of(), List.of(), coordination, false);
    }

    private static Part part(TransactionId id, Prepare prepare, AccountId home, OwnAccounts own) {
        return new Part(id, prepare, home, own);
    }
}
