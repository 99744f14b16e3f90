package ledger.api.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** {@code ledger topology}: prints the Streams topologies. */
@Command(name = "topology", description = "Prints the Kafka Streams topologies.")
final class TopologyCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Supplier<String> topology;

    TopologyCommand(Terminal terminal, Supplier<String> topology) {
        this.terminal = terminal;
        this.topology = topology;
    }

    @Override
    public Integer call() {
        terminal.out().println(topology.get().stripTrailing());
        return ClientCommand.DONE;
    }
}
