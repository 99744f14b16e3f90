package ledger.testing;

import java.util.Map;
import ledger.codec.LedgerSerdes;
import ledger.commands.topology.CommandSerdes;
import ledger.registry.SchemaRegistryClients;

/** The serdes that the application runs with, on a registry in memory that all tests share. */
public final class TestSerdes {
    /** Of all topics. */
    public static final LedgerSerdes LEDGER =
            new LedgerSerdes(SchemaRegistryClients.of(Map.of(SchemaRegistryClients.URL, "mock://topology-tests")));

    private TestSerdes() {}

    /** What the command topology reads and writes. */
    public static CommandSerdes ofCommands() {
        return new CommandSerdes(
                LEDGER.commands(),
                LEDGER.shardMessages(),
                LEDGER.events(),
                LEDGER.outcomes(),
                LEDGER.balances(),
                LedgerSerdes.accountStates());
    }
}
