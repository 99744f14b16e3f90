package ledger.api.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Starts the server for {@code ledger run} and stays until it has stopped. */
@FunctionalInterface
public interface ServerLauncher {

    /**
     * Runs the server until it is told to stop.
     *
     * @param flags configuration keys (as in {@code ledger.http}) with the values given on the command line; keys that
     *     were not given are absent. They take precedence over the environment and the file.
     * @param configFile the file given with {@code --config}, not yet looked at
     * @return the exit code: 0 stopped in order, 1 failed, 2 wrong configuration
     */
    int run(Map<String, String> flags, Optional<Path> configFile);
}
