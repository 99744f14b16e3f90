package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A subcommand that asks a server over HTTP and prints what it says. */
abstract class ClientCommand implements Callable<Integer> {

    static final int DONE = 0;
    static final int FAILED = 1;

    @Mixin
    final ClientOptions options = new ClientOptions();

    final Terminal terminal;

    ClientCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (ApiClient client = new ApiClient(options.server(), options.waitTime(), options.token(), options.trust())) {
            return run(client);
        }
    }

    /**
     * Does the work.
     *
     * @return the exit code
     */
    abstract int run(ApiClient client);

    /** The body of an answer that is a success; otherwise fails with what the server said. */
    final JsonNode require(ApiAnswer answer) {
        if (!answer.succeeded()) {
            if (options.json() && !answer.json().isMissingNode()) {
                terminal.out().println(answer.text().strip());
            }
            throw new CliException(answer.problem());
        }
        if (!answer.json().isContainerNode()) {
            throw new CliException("the answer is not JSON: is this the address of a ledger?");
        }
        return answer.json();
    }

    /** Prints a successful answer: as it came with {@code --json}, else as the table. */
    final void print(ApiAnswer answer, Table table) {
        if (options.json()) {
            terminal.out().println(answer.text().strip());
        } else {
            terminal.out().println(table.render());
        }
    }

    /** An id that goes into a path must not be empty: the path would mean something else. */
    static String named(String what, String value) {
        if (value.isBlank()) {
            throw new CliException.Usage(what + " must not be empty");
        }
        return value;
    }
}
