package ledger.api.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import ledger.api.config.ConfigKey;
import ledger.api.config.InvalidConfigException;
import ledger.api.config.TlsFiles;

/**
 * What the HTTP interface proves its name with.
 *
 * @param chain its own certificate and those that issued it
 * @param key of the first of them
 */
record ServerIdentity(List<X509Certificate> chain, PrivateKey key) {
    private static final byte[] ANYTHING = {1, 2, 3};

    ServerIdentity {
        chain = List.copyOf(chain);
    }

    /** Reads both files. */
    static ServerIdentity read(TlsFiles files) {
        List<X509Certificate> chain;
        try {
            chain = new PemFile(files.certificate()).certificates();
        } catch (InvalidPemException e) {
            throw InvalidConfigException.ofFile(
                    ConfigKey.HTTP_TLS_CERTIFICATE, files.certificate(), String.valueOf(e.getMessage()), e);
        }
        PrivateKey key;
        try {
            key = new PemFile(files.key()).privateKey();
        } catch (InvalidPemException e) {
            throw InvalidConfigException.ofFile(ConfigKey.HTTP_TLS_KEY, files.key(), String.valueOf(e.getMessage()), e);
        }
        if (!belong(key, chain.getFirst().getPublicKey())) {
            throw InvalidConfigException.ofFile(
                    ConfigKey.HTTP_TLS_KEY,
                    files.key(),
                    "it is not the key of the first certificate in " + files.certificate() + " ("
                            + chain.getFirst().getSubjectX500Principal() + ")",
                    null);
        }
        ServerIdentity identity = new ServerIdentity(chain, key);
        try {
            identity.keyStore();
        } catch (KeyStoreException e) {
            throw InvalidConfigException.ofFile(
                    ConfigKey.HTTP_TLS_CERTIFICATE,
                    files.certificate(),
                    "each certificate in it must be followed by the one that issued it, the server's own first",
                    e);
        }
        return identity;
    }

    private static boolean belong(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(ANYTHING);
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(certified);
            checking.update(ANYTHING);
            return checking.verify(signing.sign());
        } catch (InvalidKeyException e) {
            // One is of another kind than the other.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot compare a key with a certificate", e);
        }
    }

    /** When the first of the certificates is not valid any more. */
    Instant notAfter() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** For a server that shows it. */
    SSLContext context() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore(), new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot use a certificate that was accepted", e);
        }
    }

    private KeyStore keyStore() throws KeyStoreException {
        KeyStore store = Trust.emptyStore();
        store.setKeyEntry("ledger", key, new char[0], chain.toArray(Certificate[]::new));
        return store;
    }
}
