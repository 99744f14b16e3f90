package ledger.api.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom we trust when we call others. */
public final class Trust {
    private Trust() {}

    /**
     * For clients that trust the authorities of a file beside those of the Java runtime. Names are left to the client to
     * check, as Java's do.
     *
     * @param authorities certificates in PEM
     */
    public static SSLContext with(Path authorities) throws InvalidPemException {
        try {
            KeyStore store = emptyStore();
            int number = 0;
            for (X509Certificate authority : new PemFile(authorities).certificates()) {
                store.setCertificateEntry("ours-" + number++, authority);
            }
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager runtime) {
                    for (X509Certificate authority : runtime.getAcceptedIssuers()) {
                        store.setCertificateEntry("runtime-" + number++, authority);
                    }
                }
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(store), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot use certificates that could be read", e);
        }
    }

    /** @param store null for the runtime's own */
    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** A store in memory with nothing in it. */
    static KeyStore emptyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Java has no stores of keys", e);
        }
    }
}
