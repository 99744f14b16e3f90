package ledger.api.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import ledger.api.tls.InvalidPemException;
import ledger.api.tls.Trust;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every subcommand that asks a server. */
final class ClientOptions {

    private static final int MAX_WAIT_SECONDS = 60;
    private static final String DEFAULT_URL = "http://127.0.0.1:7070";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The server to ask; LEDGER_URL in the environment says the same (default: " + DEFAULT_URL + ").")
    private @Nullable String url;

    @Option(names = "--json", description = "Print JSON for programs instead of a table for people.")
    private boolean json;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long the server may take to answer, 1 to 60 (default: ${DEFAULT-VALUE}).")
    private int waitSeconds;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "The bearer token to show; LEDGER_TOKEN in the environment says the same, out of sight of others.")
    private @Nullable String token;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            defaultValue = "${env:LEDGER_TLS_CA}",
            description =
                    "PEM file of certificate authorities to trust beside Java's own; LEDGER_TLS_CA in the environment says the same.")
    private @Nullable Path ca;

    /** Whom to trust at an {@code https} address; empty: whom Java does. */
    Optional<SSLContext> trust() {
        // A variable that is not set comes as an empty path.
        if (ca == null || ca.toString().isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Trust.with(ca));
        } catch (InvalidPemException e) {
            throw new CliException.Usage("--ca " + ca + ": " + e.getMessage());
        }
    }

    /** What is shown to the server; empty where there is none. */
    Optional<String> token() {
        String given = token == null ? System.getenv("LEDGER_TOKEN") : token;
        if (given == null || given.isBlank()) {
            return Optional.empty();
        }
        if (!given.strip().matches("[A-Za-z0-9._~+/=-]+")) {
            throw new CliException.Usage("what --token or LEDGER_TOKEN gives is no bearer token; it is not shown");
        }
        return Optional.of(given.strip());
    }

    /** A variable that is empty counts as not set. */
    private static String fromEnvironment() {
        String url = System.getenv("LEDGER_URL");
        return url == null || url.isBlank() ? DEFAULT_URL : url;
    }

    boolean json() {
        return json;
    }

    Duration waitTime() {
        if (waitSeconds < 1 || waitSeconds > MAX_WAIT_SECONDS) {
            throw new CliException.Usage("--wait takes 1 to " + MAX_WAIT_SECONDS + " seconds, not " + waitSeconds);
        }
        return Duration.ofSeconds(waitSeconds);
    }

    URI server() {
        String given = url == null ? fromEnvironment() : url;
        String trimmed = given.strip().replaceAll("/+$", "");
        try {
            URI server = URI.create(trimmed);
            boolean http = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
            if (http && server.getHost() != null && server.getQuery() == null && server.getFragment() == null) {
                return server;
            }
        } catch (IllegalArgumentException e) {
            throw new CliException.Usage("--url takes an address like http://127.0.0.1:7070, not " + given);
        }
        throw new CliException.Usage("--url takes an address like http://127.0.0.1:7070, not " + given);
    }
}
