package ledger.codec;

import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.Command;
import ledger.language.CommandOutcome;
import ledger.language.ShardMessage;
import ledger.records.AccountBalance;
import ledger.records.ProjectionControl;
import ledger.registry.SchemaRegistryClient;
import ledger.serde.ConfluentAvroSerde;
import ledger.serde.StateSerde;
import ledger.topics.Topics;
import org.apache.kafka.common.serialization.Serde;

/**
 * The serdes of all topics, in the Confluent wire format, and of the stores, in Avro's single-object encoding.
 */
public final class LedgerSerdes {
    private final SchemaRegistryClient registry;

    /** Serdes of this registry, which stays the caller's. */
    public LedgerSerdes(SchemaRegistryClient registry) {
        this.registry = registry;
    }

    /** Values of {@link Topics#COMMANDS}. */
    public Serde<Command> commands() {
        return new CodecSerde<>(
                CommandCodec.INSTANCE, new ConfluentAvroSerde<>(registry, ledger.records.Command.class));
    }

    /** Values of {@link Topics#EVENTS}. */
    public Serde<AccountEvent> events() {
        return new CodecSerde<>(
                AccountEventCodec.INSTANCE, new ConfluentAvroSerde<>(registry, ledger.records.AccountEvent.class));
    }

    /** Values of {@link Topics#OUTCOMES}. */
    public Serde<CommandOutcome> outcomes() {
        return new CodecSerde<>(
                CommandOutcomeCodec.INSTANCE, new ConfluentAvroSerde<>(registry, ledger.records.CommandOutcome.class));
    }

    /** Values of {@link Topics#SHARD_MESSAGES}. */
    public Serde<ShardMessage> shardMessages() {
        return new CodecSerde<>(
                ShardMessageCodec.INSTANCE, new ConfluentAvroSerde<>(registry, ledger.records.ShardMessage.class));
    }

    /** Values of {@link Topics#BALANCES}. */
    public Serde<Account> balances() {
        return new CodecSerde<>(AccountCodec.INSTANCE, new ConfluentAvroSerde<>(registry, AccountBalance.class));
    }

    /** Values of {@link Topics#PROJECTION_CONTROL}. */
    public Serde<ProjectionControl> projectionControl() {
        return new ConfluentAvroSerde<>(registry, ProjectionControl.class);
    }

    /** Accounts in a store. */
    public static Serde<Account> accountStates() {
        return new CodecSerde<>(AccountCodec.INSTANCE, new StateSerde<>(AccountBalance.class));
    }
}
