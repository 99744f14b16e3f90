package ledger.api.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import ledger.api.config.HostAndPort;
import ledger.api.config.InvalidConfigException;
import ledger.api.config.TlsFiles;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.3 and 1.2 for a port of Jetty. The files are looked at every few seconds: new ones that are right serve the
 * connections from then on, those that are not are reported in the log once, and what was there before goes on.
 */
public final class TlsPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsPort.class);
    private static final long LOOK_SECONDS = 5;

    private final TlsFiles files;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ledger-tls-files").daemon().factory());
    private volatile ServerIdentity identity;
    private String seen;

    /**
     * Reads the files.
     *
     * @throws InvalidConfigException if they are not right, with the key of the one that is not
     */
    public TlsPort(TlsFiles files) {
        this.files = files;
        seen = content();
        identity = ServerIdentity.read(files);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        factory.setSslContext(identity.context());
        warnOfTime();
        var _ = looking.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** What listens there, and answers nothing but TLS. */
    public Connector connector(Server server, HttpConfiguration http, HostAndPort address) {
        // Marks requests as secure. That a name is one of the certificate's is for the client to check: probes and
        // tunnels come by addresses that no certificate names.
        http.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = new ServerConnector(server, factory, new HttpConnectionFactory(http));
        connector.setHost(address.host());
        connector.setPort(address.port());
        return connector;
    }

    /** How long all of the certificates are still valid, negative once one is not. */
    public Duration validFor() {
        return Duration.between(Instant.now(), identity.notAfter());
    }

    private void look() {
        String content = content();
        if (content.equals(seen)) {
            return;
        }
        seen = content;
        try {
            ServerIdentity read = ServerIdentity.read(files);
            factory.reload(reloaded -> reloaded.setSslContext(read.context()));
            identity = read;
            LOG.info("A new certificate serves, valid until {}", read.notAfter());
            warnOfTime();
        } catch (InvalidConfigException e) {
            LOG.warn("The certificate stays the one it was: {}", e.getMessage());
        } catch (Exception e) { // thrown by Jetty as it is; without the catch, nobody would look again
            LOG.error("The new certificate does not serve", e);
        }
    }

    private void warnOfTime() {
        Instant now = Instant.now();
        identity.chain().forEach(certificate -> {
            if (now.isBefore(certificate.getNotBefore().toInstant())
                    || now.isAfter(certificate.getNotAfter().toInstant())) {
                LOG.warn(
                        "The certificate of {} is valid from {} to {}, which is not now: clients will refuse it",
                        certificate.getSubjectX500Principal(),
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant());
            }
        });
    }

    /** Differs where a file differs. Their times and places say less: a mounted secret changes by a link. */
    private String content() {
        return content(files.certificate()) + content(files.key());
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // What it is called is content enough: whoever reads it next will say so.
            return e.toString();
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
