package ledger.api.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The HTTP interface.
 *
 * @param address where it listens
 * @param maxBodyBytes largest request body
 * @param maxConnections how many connections of clients there may be at once
 * @param insecure whether other machines may reach it without authentication
 * @param auth whose tokens are accepted; empty: none is asked for
 * @param tls what it speaks TLS with; empty: it does not
 * @param ca file of the certificate authorities that are trusted, beside the Java runtime's, by calls of others
 */
public record HttpConfig(
        HostAndPort address,
        int maxBodyBytes,
        int maxConnections,
        boolean insecure,
        Optional<AuthConfig> auth,
        Optional<TlsFiles> tls,
        Optional<Path> ca) {

    /** The same, listening there. */
    HttpConfig listeningAt(HostAndPort other) {
        return new HttpConfig(other, maxBodyBytes, maxConnections, insecure, auth, tls, ca);
    }
}
