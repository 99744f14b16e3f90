package ledger.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates for 127.0.0.1, which whoever trusts it accepts. */
public final class Authority {
    private static final AtomicLong SERIAL = new AtomicLong();

    private final KeyPair keys = keys("EC");
    private final X500Name name;
    private final X509Certificate certificate;

    public Authority(String name) {
        this.name = new X500Name("CN=" + name);
        certificate = certificate("CN=" + name, keys.getPublic(), Duration.ofDays(30), true);
    }

    /** A certificate and its key. */
    public record Issued(X509Certificate certificate, X509Certificate issuer, KeyPair keys) {
        /** Writes the certificate, then its issuer's. */
        public void writeChain(Path file) {
            Pem.write(file, Pem.of(certificate), Pem.of(issuer));
        }
    }

    /**
     * A certificate for a new key.
     *
     * @param algorithm of the key: {@code RSA}, {@code EC} or {@code Ed25519}
     */
    public Issued issue(String subject, String algorithm, Duration valid) {
        KeyPair subjects = keys(algorithm);
        return new Issued(certificate("CN=" + subject, subjects.getPublic(), valid, false), certificate, subjects);
    }

    public Issued issue(String subject) {
        return issue(subject, "EC", Duration.ofDays(10));
    }

    /** Its own certificate. */
    public Path write(Path file) {
        return Pem.write(file, Pem.of(certificate));
    }

    /** For clients that trust this authority alone. */
    public SSLContext trusted() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", certificate);
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private X509Certificate certificate(String subject, PublicKey key, Duration valid, boolean authority) {
        try {
            Instant now = Instant.now();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(SERIAL.incrementAndGet()),
                            Date.from(now.minus(Duration.ofDays(20))),
                            Date.from(now.plus(valid)),
                            new X500Name(subject),
                            key)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            Map<String, Integer> sizes = Map.of("RSA", 2048, "EC", 256);
            if (sizes.containsKey(algorithm)) {
                generator.initialize(sizes.get(algorithm));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
