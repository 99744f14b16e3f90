package ledger.commands.domain.transactions;

import java.util.ArrayList;
import java.util.List;
import ledger.language.AccountId;
import ledger.language.Command;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.ShardMessage.Prepare;
import ledger.language.ShardMessage.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A step of a transaction that several shards take, seen from its home: what {@link Coordinator} knows of it.
 *
 * @param prepare what the other shards were asked
 * @param participants an account of each other shard that is spoken to in this phase
 * @param answered the shards whose answer in this phase is there
 * @param refusal the first in the documented order that is known
 * @param refusing the other shards that refused
 * @param balances what the step, or what was reserved for it, left on accounts, as far as it is known
 * @param command whose outcome it will be; {@code null}: nobody asked, a hold expires
 * @param listeners who waits for the outcome
 */
public record Coordination(
        Prepare prepare,
        Phase phase,
        List<AccountId> participants,
        List<Integer> answered,
        @Nullable Refusal refusal,
        List<Integer> refusing,
        List<BalanceAfter> balances,
        @Nullable Command command,
        List<CommandListener> listeners) {
    public Coordination {
        participants = List.copyOf(participants);
        answered = List.copyOf(answered);
        refusing = List.copyOf(refusing);
        balances = List.copyOf(balances);
        listeners = List.copyOf(listeners);
    }

    /** What is waited for. */
    public enum Phase {
        /** The votes. */
        VOTING,
        /** The acknowledgements of the verdict. */
        CONCLUDING
    }

    /** Whether every other shard has answered. */
    boolean isComplete() {
        return answered.size() == participants.size();
    }

    /** With the answer of a shard. */
    Coordination answered(int shard, @Nullable Refusal itsRefusal, List<BalanceAfter> itsBalances) {
        return new Coordination(
                prepare,
                phase,
                participants,
                with(answered, shard),
                Refusal.first(refusal, itsRefusal),
                itsRefusal == null ? refusing : with(refusing, shard),
                joined(balances, itsBalances),
                command,
                listeners);
    }

    /**
     * After the verdict: what stands on the accounts of others is still to come.
     *
     * @param told the participants that it was sent to
     * @param own what it left on the home's own accounts
     */
    Coordination concluding(List<AccountId> told, List<BalanceAfter> own) {
        return new Coordination(prepare, Phase.CONCLUDING, told, List.of(), refusal, refusing, own, command, listeners);
    }

    /** With one more who waits. */
    public Coordination heardBy(CommandListener listener) {
        return new Coordination(
                prepare,
                phase,
                participants,
                answered,
                refusal,
                refusing,
                balances,
                command,
                with(listeners, listener));
    }

    /** With what the step left on the home's own accounts, instead of what its reservation left there. */
    Coordination plus(List<BalanceAfter> own) {
        List<AccountId> replaced = own.stream().map(BalanceAfter::accountId).toList();
        List<BalanceAfter> others = balances.stream()
                .filter(balance -> !replaced.contains(balance.accountId()))
                .toList();
        return new Coordination(
                prepare, phase, participants, answered, refusal, refusing, joined(others, own), command, listeners);
    }

    private static <T> List<T> with(List<T> some, T more) {
        return joined(some, List.of(more));
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
