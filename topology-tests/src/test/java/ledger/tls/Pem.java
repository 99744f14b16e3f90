package ledger.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObject;

/** Writes PEM as other tools do. */
public final class Pem {
    private Pem() {}

    /** A certificate. */
    public static String of(X509Certificate certificate) {
        return written(certificate);
    }

    private static String written(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** A private key in PKCS #8. */
    public static String pkcs8(PrivateKey key) {
        try {
            return written(new JcaPKCS8Generator(key, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The private key in the form that came before PKCS #8: PKCS #1, or SEC 1 as openssl writes it. */
    public static String traditional(KeyPair keys) {
        if (!(keys.getPrivate() instanceof java.security.interfaces.ECPrivateKey key)) {
            return written(keys.getPrivate());
        }
        SubjectPublicKeyInfo known =
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
        ECPrivateKey sec1 = new ECPrivateKey(
                key.getParams().getOrder().bitLength(),
                key.getS(),
                known.getPublicKeyData(),
                known.getAlgorithm().getParameters());
        try {
            return written(new PemObject("EC PRIVATE KEY", sec1.getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path write(Path file, String... texts) {
        try {
            return Files.writeString(file, String.join("", texts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
