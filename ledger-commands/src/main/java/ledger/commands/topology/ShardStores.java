package ledger.commands.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import ledger.commands.domain.transactions.OwnAccounts;
import ledger.commands.domain.transactions.Participation;
import ledger.commands.domain.transactions.TransactionState;
import ledger.language.Account;
import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.ShardMessage;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import ledger.records.CommandUnderWay;
import ledger.topics.Topics;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What a shard remembers. */
final class ShardStores implements OwnAccounts {
    private final Predicate<AccountId> own;
    private final Serde<CommandOutcome> outcomeSerde;
    private final KeyValueStore<String, Account> accounts;
    private final KeyValueStore<String, byte[]> outcomes;
    private final KeyValueStore<String, TransactionState> transactions;
    private final KeyValueStore<String, CommandUnderWay> underWay;
    private final KeyValueStore<String, Participation> participations;
    private final Expirations expirations;
    /** The accounts of the step under way, so that each is read and decoded once in it. */
    private final Map<AccountId, Account> accountsOfStep = new HashMap<>();

    ShardStores(
            ProcessorContext<?, ?> context,
            Serde<CommandOutcome> outcomeSerde,
            Predicate<AccountId> own,
            ExpiryClock clock) {
        this.own = own;
        this.outcomeSerde = outcomeSerde;
        this.accounts = context.getStateStore(CommandTopology.ACCOUNTS_STORE);
        this.outcomes = context.getStateStore(CommandTopology.OUTCOMES_STORE);
        this.transactions = context.getStateStore(CommandTopology.TRANSACTIONS_STORE);
        this.underWay = context.getStateStore(CommandTopology.UNDER_WAY_STORE);
        this.participations = context.getStateStore(CommandTopology.PARTICIPATIONS_STORE);
        this.expirations = new Expirations(context.getStateStore(CommandTopology.EXPIRATIONS_STORE), clock);
    }

    /** A command, message or expiry begins. */
    void beginStep() {
        accountsOfStep.clear();
    }

    @Override
    public boolean owns(AccountId account) {
        return !account.isBoundary() && own.test(account);
    }

    @Override
    public @Nullable Account find(AccountId account) {
        Account known = accountsOfStep.get(account);
        if (known != null) {
            return known;
        }
        Account stored = accounts.get(account.value());
        if (stored != null) {
            accountsOfStep.put(account, stored);
        }
        return stored;
    }

    void put(Account account) {
        accounts.put(account.id().value(), account);
        accountsOfStep.put(account.id(), account);
    }

    /** The first answer to a command, as it was published. */
    byte @Nullable [] outcome(CommandId command) {
        return outcomes.get(command.value());
    }

    void putOutcome(CommandId command, byte[] outcome) {
        outcomes.put(command.value(), outcome);
    }

    byte[] encoded(CommandOutcome outcome) {
        return outcomeSerde.serializer().serialize(Topics.OUTCOMES, outcome);
    }

    CommandOutcome decoded(byte[] outcome) {
        return outcomeSerde.deserializer().deserialize(Topics.OUTCOMES, outcome);
    }

    /** The step that a command started and that is under way. */
    @Nullable CommandUnderWay underWay(CommandId command) {
        return underWay.get(command.value());
    }

    void putUnderWay(CommandId command, CommandUnderWay step) {
        underWay.put(command.value(), step);
    }

    void endUnderWay(CommandId command) {
        underWay.delete(command.value());
    }

    /**
     * A transaction of this shard. What was posted at once and never touched again is in the outcome of its command
     * alone, which saves a record for nearly every transaction.
     */
    @Nullable TransactionState transaction(TransactionId id) {
        TransactionState state = transactions.get(id.value());
        if (state != null) {
            return state;
        }
        byte[] outcome = outcomes.get(id.value());
        return outcome == null ? null : ofOutcome(decoded(outcome), id).orElse(null);
    }

    private static Optional<TransactionState> ofOutcome(CommandOutcome outcome, TransactionId id) {
        return outcome.result() instanceof TransactionResult(Transaction transaction, var _)
                        && transaction.id().equals(id)
                        && transaction.status() == TransactionStatus.POSTED
                ? Optional.of(TransactionState.ofOutcome(transaction, outcome.accountId(), outcome.commandId()))
                : Optional.empty();
    }

    void put(TransactionState state) {
        transactions.put(state.transaction().id().value(), state);
    }

    void forget(TransactionId id) {
        transactions.delete(id.value());
    }

    @Nullable Participation participation(ShardMessage about) {
        return participations.get(participationKey(about));
    }

    void put(ShardMessage about, Participation participation) {
        participations.put(participationKey(about), participation);
    }

    /**
     * With the home: where one idempotency key came to be used for transactions of two homes, their ids are the same, and
     * what is done for one must not be taken for the other's.
     */
    private static String participationKey(ShardMessage about) {
        return about.transactionId().value() + "/" + about.home().value();
    }

    /** The holds that expire. */
    Expirations expirations() {
        return expirations;
    }
}
