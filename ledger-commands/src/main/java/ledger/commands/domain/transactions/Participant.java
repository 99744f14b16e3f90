package ledger.commands.domain.transactions;

import java.util.List;
import ledger.commands.domain.transactions.Part.Done;
import ledger.language.AccountEvent;
import ledger.language.ShardMessage;
import ledger.language.ShardMessage.Acknowledgement;
import ledger.language.ShardMessage.Body;
import ledger.language.ShardMessage.Prepare;
import ledger.language.ShardMessage.Refusal;
import ledger.language.ShardMessage.Stage;
import ledger.language.ShardMessage.Verdict;
import ledger.language.ShardMessage.Vote;
import org.jspecify.annotations.Nullable;

/**
 * Any shard but the home in a step of a transaction. It always answers.
 *
 * <pre>
 *   nothing known, or a former step
 *        │
 *        │ Prepare of the next step: go as far as asked, Vote
 *        ▼
 *   ┌─ RESERVED ◀── the stage is RESERVE and nothing speaks against it
 *   │    │
 *   │    │ Verdict: complete, or undo; Acknowledgement
 *   │    ▼
 *   └─▶ CONCLUDED ◀── checked, completed, refused, or held: a hold ends with a step of its own
 * </pre>
 *
 * A message of the present step that is repeated gets its answer again, and nothing is done. A message of a former step,
 * or a verdict on what was never reserved, is passed over.
 */
public final class Participant {
    private final int shard;

    /** @param shard which one this is */
    public Participant(int shard) {
        this.shard = shard;
    }

    /**
     * What came of a message.
     *
     * @param events to be applied to the accounts of the shard
     * @param answer to be sent to the home; {@code null} for a message that was passed over
     * @param participation as it stands now; {@code null} where nothing is known still
     */
    public record Progress(
            List<AccountEvent> events,
            @Nullable ShardMessage answer,
            @Nullable Participation participation) {
        public Progress {
            events = List.copyOf(events);
        }
    }

    /** A step to take part in. */
    public Progress heard(@Nullable Participation before, ShardMessage message, Prepare prepare, OwnAccounts own) {
        if (before != null && message.sequence() < before.sequence()) {
            return new Progress(List.of(), null, before);
        }
        if (before != null && message.sequence() == before.sequence()) {
            return new Progress(List.of(), answer(message, before.vote()), before);
        }
        Part part = new Part(message.transactionId(), prepare, message.home(), own);
        Refusal refusal = part.refusal();
        Done done = refusal != null
                ? Done.NOTHING
                : switch (prepare.stage()) {
                    case CHECK -> Done.NOTHING;
                    case RESERVE -> part.reserve();
                    case COMPLETE -> part.complete(false);
                };
        Vote vote = new Vote(shard, refusal, done.balances());
        boolean awaitsVerdict = refusal == null && prepare.stage() == Stage.RESERVE;
        Participation after = new Participation(message.sequence(), awaitsVerdict ? prepare : null, vote);
        return new Progress(done.events(), answer(message, vote), after);
    }

    /** The verdict on a step. */
    public Progress heard(@Nullable Participation before, ShardMessage message, Verdict verdict, OwnAccounts own) {
        if (before == null || message.sequence() != before.sequence()) {
            return new Progress(List.of(), null, before);
        }
        Prepare reserved = before.reserved();
        if (reserved == null) {
            return new Progress(
                    List.of(),
                    answer(message, new Acknowledgement(shard, before.vote().balances())),
                    before);
        }
        Part part = new Part(message.transactionId(), reserved, message.home(), own);
        Done done = verdict.commit() ? part.complete(true) : part.undo();
        Participation after = new Participation(before.sequence(), null, new Vote(shard, null, done.balances()));
        return new Progress(done.events(), answer(message, new Acknowledgement(shard, done.balances())), after);
    }

    private static ShardMessage answer(ShardMessage to, Body answer) {
        return new ShardMessage(to.home(), to.transactionId(), to.sequence(), to.home(), answer);
    }
}
