package ledger.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import ledger.codec.LedgerSerdes;
import ledger.commands.domain.AccountDecider;
import ledger.commands.domain.AccountEvolver;
import ledger.commands.domain.Decision;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.Particulars;
import ledger.language.Limits;
import ledger.registry.SchemaRegistryClients;
import ledger.topics.ChainHash;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The steps of a deposit, from the command to the chained bytes of its event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DepositBenchmark {
    private static final int SHARDS = 12;
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final AccountId ALICE = new AccountId("acme:alice");
    private static final String STORE = "accounts";
    private static final Asset EUR = new Asset("EUR", 2);

    private final Command deposit = command("deposit", new DepositFunds(Amount.ofMinor(10_000), EUR, Particulars.NONE));
    private final Account account = opened();
    private final AccountEvent event = eventOf(AccountDecider.decide(account, deposit, TIME));
    private final LedgerSerdes serdes =
            new LedgerSerdes(SchemaRegistryClients.of(Map.of(SchemaRegistryClients.URL, "mock://benchmarks")));
    private final Serializer<AccountEvent> serializer = serdes.events().serializer();
    private final Deserializer<AccountEvent> deserializer = serdes.events().deserializer();
    private final byte[] bytes = serializer.serialize(Topics.EVENTS, event);
    private final Serde<Account> states = LedgerSerdes.accountStates();
    private final Serializer<Account> stateSerializer = states.serializer();
    private final Deserializer<Account> stateDeserializer = states.deserializer();
    private final byte[] stateBytes = stateSerializer.serialize(STORE, account);
    private final byte[] key = ALICE.value().getBytes(UTF_8);
    private final ChainHash chain = new ChainHash();

    private static Account opened() {
        Command open = command("open", new OpenAccount(EUR, new Limits(Amount.ZERO, null), Map.of()));
        return AccountEvolver.evolve(null, eventOf(AccountDecider.decide(null, open, TIME)));
    }

    private static Command command(String key, Instruction instruction) {
        return new Command(new CommandId(key), ALICE, null, instruction);
    }

    private static AccountEvent eventOf(Decision decision) {
        return Objects.requireNonNull(decision.events().getFirst());
    }

    /** The rules. */
    @Benchmark
    public Decision decide() {
        return AccountDecider.decide(account, deposit, TIME);
    }

    /** The state after the event. */
    @Benchmark
    public Account evolve() {
        return AccountEvolver.evolve(account, event);
    }

    /** The event to bytes. */
    @Benchmark
    public byte[] serialize() {
        return serializer.serialize(Topics.EVENTS, event);
    }

    /** The event from bytes. */
    @Benchmark
    public AccountEvent deserialize() {
        return deserializer.deserialize(Topics.EVENTS, bytes);
    }

    /** The account to the bytes of a store. */
    @Benchmark
    public byte[] serializeState() {
        return stateSerializer.serialize(STORE, account);
    }

    /** The account from the bytes of a store. */
    @Benchmark
    public Account deserializeState() {
        return stateDeserializer.deserialize(STORE, stateBytes);
    }

    /** The hash of the event's record. */
    @Benchmark
    public byte[] chain() {
        return chain.of(ChainHash.none(), key, bytes);
    }

    /** The shard of an account. */
    @Benchmark
    public int shardOf() {
        return ShardPartitioner.shardOf(ALICE.value(), SHARDS);
    }
}
