package ledger.api.tls;

import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import ledger.api.config.ConfigKey;
import ledger.api.config.HttpConfig;
import ledger.api.config.InvalidConfigException;

/**
 * What an instance needs to speak TLS.
 *
 * @param port how it listens; empty: without
 * @param trust whom it trusts when it calls others; empty: whom the Java runtime does
 */
public record Tls(Optional<TlsPort> port, Optional<SSLContext> trust) implements AutoCloseable {
    /** No TLS to listen, and the runtime's to call others. */
    public static final Tls NONE = new Tls(Optional.empty(), Optional.empty());

    /**
     * Reads the files that a configuration names.
     *
     * @throws InvalidConfigException if one is not right, with its key
     */
    public static Tls of(HttpConfig config) {
        Optional<SSLContext> trust = trust(config);
        return new Tls(config.tls().map(TlsPort::new), trust);
    }

    /**
     * Whom a configuration says to trust.
     *
     * @throws InvalidConfigException if its file is not right
     */
    public static Optional<SSLContext> trust(HttpConfig config) {
        return config.ca().map(Tls::trusting);
    }

    private static SSLContext trusting(Path ca) {
        try {
            return Trust.with(ca);
        } catch (InvalidPemException e) {
            throw InvalidConfigException.ofFile(ConfigKey.TLS_CA, ca, String.valueOf(e.getMessage()), e);
        }
    }

    /** How this instance is spoken to, and speaks to the others: {@code https} or {@code http}. */
    public String scheme() {
        return port.isPresent() ? "https" : "http";
    }

    @Override
    public void close() {
        port.ifPresent(TlsPort::close);
    }
}
