package ledger.commands.topology;

import java.util.List;
import ledger.codec.Balances;
import ledger.codec.Codec;
import ledger.codec.CodecSerde;
import ledger.codec.CommandCodec;
import ledger.codec.PostingCodec;
import ledger.codec.ShardMessageCodec;
import ledger.codec.TransactionCodec;
import ledger.commands.domain.transactions.CommandListener;
import ledger.commands.domain.transactions.Coordination;
import ledger.commands.domain.transactions.Coordination.Phase;
import ledger.commands.domain.transactions.DeferredCommand;
import ledger.commands.domain.transactions.Participation;
import ledger.commands.domain.transactions.TransactionState;
import ledger.language.AccountId;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.RequestDigest;
import ledger.language.TransactionId;
import ledger.records.CommandUnderWay;
import ledger.records.CoordinationPhase;
import ledger.records.Sha256;
import ledger.serde.StateSerde;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** What the stores of transactions hold, to and from Avro. */
final class StateCodecs {
    private StateCodecs() {}

    static Serde<TransactionState> transactions() {
        return new CodecSerde<>(new TransactionStateCodec(), new StateSerde<>(ledger.records.TransactionState.class));
    }

    static Serde<Participation> participations() {
        return new CodecSerde<>(new ParticipationCodec(), new StateSerde<>(ledger.records.Participation.class));
    }

    static Serde<CommandUnderWay> underWay() {
        return new StateSerde<>(CommandUnderWay.class);
    }

    /** What is remembered of a command while its step is under way. */
    static CommandUnderWay underWay(TransactionId transaction, Command command) {
        return new CommandUnderWay(
                transaction.value(), new Sha256(command.digest().bytes()));
    }

    /** The digest of the request. */
    static RequestDigest digest(CommandUnderWay step) {
        return RequestDigest.ofBytes(step.getRequestDigest().bytes());
    }

    private static final class TransactionStateCodec
            implements Codec<TransactionState, ledger.records.TransactionState> {
        @Override
        public ledger.records.TransactionState toRecord(TransactionState state) {
            TransactionId reversal = state.reversal();
            return new ledger.records.TransactionState(
                    TransactionCodec.INSTANCE.toRecord(state.transaction()),
                    state.home().value(),
                    state.commandId().value(),
                    PostingCodec.toRecords(state.open()),
                    state.effectiveAtGiven(),
                    state.sequence(),
                    toRecordOrNull(state.coordination()),
                    reversal == null ? null : reversal.value(),
                    state.waiting().stream().map(StateCodecs::toRecord).toList());
        }

        @Override
        public TransactionState fromRecord(ledger.records.TransactionState state) {
            String reversal = state.getReversal();
            return new TransactionState(
                    TransactionCodec.INSTANCE.fromRecord(state.getTransaction()),
                    new AccountId(state.getHomeAccountId()),
                    new CommandId(state.getCommandId()),
                    PostingCodec.fromRecords(state.getOpen()),
                    state.getEffectiveAtGiven(),
                    state.getSequence(),
                    fromRecordOrNull(state.getCoordination()),
                    reversal == null ? null : new TransactionId(reversal),
                    state.getWaiting().stream().map(StateCodecs::fromRecord).toList());
        }
    }

    private static final class ParticipationCodec implements Codec<Participation, ledger.records.Participation> {
        @Override
        public ledger.records.Participation toRecord(Participation participation) {
            var reserved = participation.reserved();
            return new ledger.records.Participation(
                    participation.sequence(),
                    reserved == null ? null : ShardMessageCodec.prepareToRecord(reserved),
                    ShardMessageCodec.voteToRecord(participation.vote()));
        }

        @Override
        public Participation fromRecord(ledger.records.Participation participation) {
            var reserved = participation.getReserved();
            return new Participation(
                    participation.getSequence(),
                    reserved == null ? null : ShardMessageCodec.prepareFromRecord(reserved),
                    ShardMessageCodec.voteFromRecord(participation.getVote()));
        }
    }

    private static ledger.records.@Nullable Coordination toRecordOrNull(@Nullable Coordination step) {
        if (step == null) {
            return null;
        }
        Command command = step.command();
        return new ledger.records.Coordination(
                ShardMessageCodec.prepareToRecord(step.prepare()),
                CoordinationPhase.valueOf(step.phase().name()),
                step.participants().stream().map(AccountId::value).toList(),
                step.answered(),
                ShardMessageCodec.refusalToRecord(step.refusal()),
                step.refusing(),
                Balances.toRecords(step.balances()),
                command == null ? null : CommandCodec.INSTANCE.toRecord(command),
                toRecords(step.listeners()));
    }

    private static @Nullable Coordination fromRecordOrNull(ledger.records.@Nullable Coordination step) {
        if (step == null) {
            return null;
        }
        var command = step.getCommand();
        return new Coordination(
                ShardMessageCodec.prepareFromRecord(step.getPrepare()),
                Phase.valueOf(step.getPhase().name()),
                step.getParticipants().stream().map(AccountId::new).toList(),
                step.getAnswered(),
                ShardMessageCodec.refusalFromRecord(step.getRefusal()),
                step.getRefusing(),
                Balances.fromRecords(step.getBalances()),
                command == null ? null : CommandCodec.INSTANCE.fromRecord(command),
                step.getListeners().stream().map(StateCodecs::fromRecord).toList());
    }

    private static ledger.records.DeferredCommand toRecord(DeferredCommand deferred) {
        return new ledger.records.DeferredCommand(
                CommandCodec.INSTANCE.toRecord(deferred.command()),
                deferred.receivedAt(),
                toRecord(deferred.listener()));
    }

    private static DeferredCommand fromRecord(ledger.records.DeferredCommand deferred) {
        return new DeferredCommand(
                CommandCodec.INSTANCE.fromRecord(deferred.getCommand()),
                deferred.getReceivedAt(),
                fromRecord(deferred.getListener()));
    }

    private static List<ledger.records.CommandListener> toRecords(List<CommandListener> listeners) {
        return listeners.stream().map(StateCodecs::toRecord).toList();
    }

    private static ledger.records.CommandListener toRecord(CommandListener listener) {
        return new ledger.records.CommandListener(
                listener.replyPartition(), listener.retry(), listener.requestId(), listener.traceparent());
    }

    private static CommandListener fromRecord(ledger.records.CommandListener listener) {
        return new CommandListener(
                listener.getReplyPartition(), listener.getRetry(), listener.getRequestId(), listener.getTraceparent());
    }
}
