package ledger.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.SimpleSecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ledger.api.config.AuthConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that are signed with keys of Ed25519. */
class Ed25519Test {
    private static final String ID = "ed-1";
    private static final int KEY_BYTES = 32;

    @TempDir
    private Path directory;

    private final KeyPair keys = keys("Ed25519");
    private TokenVerifier verifier = verifier(Path.of("unread.json"));

    @BeforeEach
    void publishKeys() throws IOException {
        publish(jwk(keys, Curve.Ed25519));
    }

    @AfterEach
    void close() {
        verifier.close();
    }

    private void publish(JWK key) throws IOException {
        verifier.close();
        Path file = Files.writeString(directory.resolve("jwks.json"), new JWKSet(key).toString());
        verifier = verifier(file);
    }

    private static TokenVerifier verifier(Path jwks) {
        return new TokenVerifier(new AuthConfig(jwks.toAbsolutePath().toUri(), "issuer", "ledger"), Optional.empty());
    }

    private static KeyPair keys(String curve) {
        try {
            return KeyPairGenerator.getInstance(curve).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The key is what its X.509 form ends with. */
    private static OctetKeyPair jwk(KeyPair keys, Curve curve) {
        byte[] encoded = keys.getPublic().getEncoded();
        int length = curve.equals(Curve.Ed25519) ? KEY_BYTES : 57;
        byte[] key = Arrays.copyOfRange(encoded, encoded.length - length, encoded.length);
        return new OctetKeyPair.Builder(curve, Base64URL.encode(key)).keyID(ID).build();
    }

    /** As the Java runtime signs. */
    private static final class Signer extends BaseJWSProvider implements JWSSigner {
        private final PrivateKey key;

        Signer(PrivateKey key) {
            super(Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519));
            this.key = key;
        }

        @Override
        public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
            try {
                Signature signature = Signature.getInstance(key.getAlgorithm());
                signature.initSign(key);
                signature.update(input);
                return Base64URL.encode(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new JOSEException("cannot sign", e);
            }
        }
    }

    private static String token(JWSHeader header, JWSSigner signer, String scope) throws JOSEException {
        SignedJWT token = new SignedJWT(
                header,
                new JWTClaimsSet.Builder()
                        .issuer("issuer")
                        .audience("ledger")
                        .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                        .claim("scope", scope)
                        .build());
        token.sign(signer);
        return token.serialize();
    }

    private static JWSHeader header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).keyID(ID).build();
    }

    private String token(String scope) throws JOSEException {
        return token(header(JWSAlgorithm.EdDSA), new Signer(keys.getPrivate()), scope);
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void bothNamesOfTheAlgorithmAreAccepted() throws Exception {
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519)) {
            String token = token(header(algorithm), new Signer(keys.getPrivate()), "read write");
            assertThat(verifier.verify(token).scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.WRITE);
        }
    }

    /** That of RFC 8037, appendix A.4. */
    @Test
    void anExampleThatOthersHaveMadeIsVerified() throws Exception {
        String signed = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
                + ".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        OctetKeyPair key = new OctetKeyPair.Builder(
                        Curve.Ed25519, new Base64URL("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
                .build();
        JWSObject example = JWSObject.parse(signed);
        assertThat(example.verify(verifier(example.getHeader(), key))).isTrue();
        OctetKeyPair another = jwk(keys, Curve.Ed25519);
        assertThat(example.verify(verifier(example.getHeader(), another))).isFalse();
    }

    private static JWSVerifier verifier(JWSHeader header, OctetKeyPair key) throws JOSEException {
        List<Key> found = new Ed25519.KeySelector(Ed25519.ALGORITHMS, new ImmutableJWKSet<>(new JWKSet(key)))
                .selectJWSKeys(header, new SimpleSecurityContext());
        assertThat(found).hasSize(1);
        return new Ed25519.VerifierFactory().createJWSVerifier(header, found.getFirst());
    }

    @Test
    void aTokenThatWasChangedOrSignedByAnotherIsRefused() throws Exception {
        String[] parts = token("read").split("\\.", -1);
        String[] other = token("admin").split("\\.", -1);
        assertThat(verifier.verify(String.join(".", parts)).scopes()).containsExactly(Scope.READ);
        assertRefused(parts[0] + "." + other[1] + "." + parts[2]);
        assertRefused(parts[0] + "." + parts[1] + "." + parts[2].substring(8));
        assertRefused(parts[0] + "." + parts[1] + ".");
        Signer stranger = new Signer(keys("Ed25519").getPrivate());
        assertRefused(token(header(JWSAlgorithm.EdDSA), stranger, "read"));
    }

    @Test
    void thePublicKeySignsNothing() throws Exception {
        byte[] publicKey = jwk(keys, Curve.Ed25519).getDecodedX();
        assertRefused(token(header(JWSAlgorithm.HS256), new MACSigner(publicKey), "read"));
        byte[] publicJson = jwk(keys, Curve.Ed25519).toJSONString().getBytes(UTF_8);
        assertRefused(token(header(JWSAlgorithm.HS256), new MACSigner(publicJson), "read"));
    }

    @Test
    void whatAHeaderCallsCriticalIsNotPassedOver() throws Exception {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                .keyID(ID)
                .criticalParams(Set.of("exp"))
                .customParam("exp", 1)
                .build();
        assertRefused(token(header, new Signer(keys.getPrivate()), "read"));
    }

    @Test
    void anotherCurveIsRefused() throws Exception {
        KeyPair others = keys("Ed448");
        publish(jwk(others, Curve.Ed448));
        assertRefused(token(header(JWSAlgorithm.EdDSA), new Signer(others.getPrivate()), "read"));
    }

    @Test
    void aPublishedKeyThatIsNoneIsNotTheTokensFault() throws Exception {
        publish(new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode("short"))
                .keyID(ID)
                .build());
        String token = token("read");
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOf(KeysUnavailableException.class)
                .hasRootCauseMessage("it has 5 bytes")
                .cause()
                .isInstanceOf(KeySourceException.class);
    }
}
