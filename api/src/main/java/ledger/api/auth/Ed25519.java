package ledger.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Signatures with Ed25519 (RFC 8037), checked by the Java runtime: the library that checks the others would need another
 * one for these, and does not make keys of the runtime from theirs.
 */
final class Ed25519 {
    /** The name of RFC 8037, which leaves the curve to the key, and that of RFC 9864. */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    /** What stands before the 32 bytes of a key in its X.509 form (RFC 8410). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int KEY_BYTES = 32;
    private static final String NAME = "Ed25519";

    private Ed25519() {}

    /** Finds the keys that a token may be signed with, those of Ed25519 among them. */
    static final class KeySelector extends JWSVerificationKeySelector<SecurityContext> {
        KeySelector(Set<JWSAlgorithm> algorithms, JWKSource<SecurityContext> keys) {
            super(algorithms, keys);
        }

        @Override
        public List<Key> selectJWSKeys(JWSHeader header, SecurityContext context) throws KeySourceException {
            if (!ALGORITHMS.contains(header.getAlgorithm())) {
                return super.selectJWSKeys(header, context);
            }
            List<Key> keys = new ArrayList<>();
            for (JWK key : getJWKSource().get(new JWKSelector(createJWKMatcher(header)), context)) {
                // The same name of an algorithm may mean the curve Ed448.
                if (key instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519)) {
                    keys.add(publicKey(pair));
                }
            }
            return keys;
        }
    }

    private static EdECPublicKey publicKey(OctetKeyPair pair) throws KeySourceException {
        byte[] key = pair.getDecodedX();
        try {
            if (key.length != KEY_BYTES) {
                throw new GeneralSecurityException("it has " + key.length + " bytes");
            }
            byte[] encoded = new byte[X509_PREFIX.length + KEY_BYTES];
            System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
            System.arraycopy(key, 0, encoded, X509_PREFIX.length, KEY_BYTES);
            return (EdECPublicKey) KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new KeySourceException("the key " + pair.getKeyID() + " is no key of Ed25519", e);
        }
    }

    /** Gives each key what checks its signatures. */
    static final class VerifierFactory extends DefaultJWSVerifierFactory {
        @Override
        public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
            return key instanceof EdECPublicKey edwards ? new Verifier(edwards) : super.createJWSVerifier(header, key);
        }
    }

    private static final class Verifier extends BaseJWSProvider implements JWSVerifier {
        private final EdECPublicKey key;

        Verifier(EdECPublicKey key) {
            super(ALGORITHMS);
            this.key = key;
        }

        @Override
        public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException {
            // What a header calls critical must be understood, and nothing of that is.
            if (!ALGORITHMS.contains(header.getAlgorithm()) || header.getCriticalParams() != null) {
                return false;
            }
            try {
                Signature check = Signature.getInstance(NAME);
                check.initVerify(key);
                check.update(signed);
                return check.verify(signature.decode());
            } catch (SignatureException e) {
                // What is there has not the form of a signature.
                return false;
            } catch (GeneralSecurityException e) {
                throw new JOSEException("a signature with " + NAME + " cannot be checked", e);
            }
        }
    }
}
