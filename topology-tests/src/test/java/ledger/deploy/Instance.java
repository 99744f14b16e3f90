package ledger.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One instance of the ledger as a deployment starts it.
 *
 * @param name of the service or pod
 * @param host by which the others reach it
 * @param image it is started from
 * @param environment all variables, with stand-ins for secrets
 * @param configFile of {@code --config}
 * @param kept directories that outlive the container
 * @param secretDirectories directories whose files come from secrets
 * @param port where the container listens
 * @param probes that decide whether it is well
 * @param onlyThisMachine whether only the machine itself and the other containers reach it
 */
record Instance(
        String name,
        String host,
        String image,
        Map<String, String> environment,
        Optional<Path> configFile,
        List<String> kept,
        List<String> secretDirectories,
        int port,
        List<Probe> probes,
        boolean onlyThisMachine) {

    /** A request for a path at a port, over TLS or not, that must be answered with 200. */
    record Probe(String path, int port, boolean tls) {}
}
