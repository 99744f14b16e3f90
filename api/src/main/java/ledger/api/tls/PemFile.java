package ledger.api.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A file of certificates or of a private key as text (RFC 7468). What stands outside of its blocks is passed over. */
final class PemFile {
    private static final Pattern BLOCK =
            Pattern.compile("(?s)-----BEGIN (?<label>[A-Z0-9 ]+)-----(?<body>.*?)-----END \\k<label>-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final int MAX_BYTES = 1024 * 1024;

    private final String text;

    /** Reads the file. */
    PemFile(Path file) throws InvalidPemException {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
                throw new InvalidPemException("is larger than " + MAX_BYTES + " bytes: no file in PEM");
            }
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new InvalidPemException(
                    "the file cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** All certificates, at least one, in the order of the file. */
    List<X509Certificate> certificates() throws InvalidPemException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (MatchResult block : BLOCK.matcher(text).results().toList()) {
            if (block.group("label").equals(CERTIFICATE)) {
                certificates.add(certificate(decoded(block)));
            }
        }
        if (certificates.isEmpty()) {
            throw new InvalidPemException(
                    "there is no certificate in it: it must be PEM, with a line -----BEGIN " + CERTIFICATE + "-----");
        }
        return certificates;
    }

    private static X509Certificate certificate(byte[] der) throws InvalidPemException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new InvalidPemException("a certificate in it is broken", e);
        }
    }

    /** The private key, of which there must be one. */
    PrivateKey privateKey() throws InvalidPemException {
        List<MatchResult> keys = BLOCK.matcher(text)
                .results()
                .filter(block -> block.group("label").endsWith(PRIVATE_KEY))
                .toList();
        if (keys.size() != 1) {
            throw new InvalidPemException(
                    "there " + (keys.isEmpty() ? "is no private key" : "are " + keys.size() + " private keys")
                            + " in it: it must be PEM, with one line -----BEGIN … " + PRIVATE_KEY + "-----");
        }
        MatchResult key = keys.getFirst();
        // The older way to encrypt one keeps the label and adds lines of headers.
        if (key.group("label").startsWith("ENCRYPTED") || key.group("body").contains("ENCRYPTED")) {
            throw new InvalidPemException(
                    "the key is encrypted: decrypt it with openssl pkey, into a file that only the ledger can read");
        }
        return PrivateKeys.of(key.group("label"), decoded(key));
    }

    private static byte[] decoded(MatchResult block) throws InvalidPemException {
        try {
            return Base64.getDecoder().decode(block.group("body").replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new InvalidPemException("what is between the lines of PEM is not Base64", e);
        }
    }
}
