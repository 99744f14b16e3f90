package ledger.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ledger.api.config.AuthConfig;
import ledger.language.AccountId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a set of keys of its own: one RSA, one EC. */
class TokenVerifierTest {
    private static final RSAKey RSA = rsa("rsa-1");
    private static final ECKey EC = ec();

    @TempDir
    private Path directory;

    private TokenVerifier verifier = new TokenVerifier(config(Path.of("unread.json")), Optional.empty());

    @BeforeEach
    void publishKeys() throws IOException {
        Path keys = directory.resolve("jwks.json");
        Files.writeString(keys, new JWKSet(List.of(RSA, EC)).toPublicJWKSet().toString());
        verifier = new TokenVerifier(config(keys), Optional.empty());
    }

    @AfterEach
    void close() {
        verifier.close();
    }

    private static AuthConfig config(Path keys) {
        return new AuthConfig(keys.toAbsolutePath().toUri(), "issuer", "ledger");
    }

    @Test
    void scopesAreWordsOfOneTextOrAnArray() throws Exception {
        Instant expires = Instant.now().plusSeconds(200).truncatedTo(ChronoUnit.SECONDS);
        assertThat(verifier.verify(
                        rs256(good().expirationTime(Date.from(expires)).claim("scope", "openid read  write"))))
                .isEqualTo(new Caller(Set.of(Scope.READ, Scope.WRITE), Set.of(), expires.plusSeconds(60)));
        assertThat(verifier.verify(rs256(good().claim("scp", List.of("admin")))).scopes())
                .containsExactly(Scope.ADMIN);
        assertThat(verifier.verify(rs256(good())).scopes()).isEmpty();
        assertRefused(rs256(good().claim("scope", 7)), "its claim scope is neither");
    }

    @Test
    void everyAlgorithmWithAPrivateKeyIsAccepted() throws Exception {
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.RS512)) {
            assertThat(verifier.verify(signed(algorithm, RSA.getKeyID(), new RSASSASigner(RSA), good())))
                    .isNotNull();
        }
        assertThat(verifier.verify(signed(JWSAlgorithm.ES256, EC.getKeyID(), new ECDSASigner(EC), good())))
                .isNotNull();
    }

    @Test
    void theTypeOfAccessTokensIsAccepted() throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(RSA.getKeyID())
                        .build(),
                good().build());
        token.sign(new RSASSASigner(RSA));
        assertThat(verifier.verify(token.serialize())).isNotNull();
    }

    @Test
    void prefixesConfine() throws Exception {
        Caller one = verifier.verify(rs256(good().claim("ledger_prefix", "acme:")));
        assertThat(one.isConfined()).isTrue();
        assertThat(one.owns(new AccountId("acme:cash"))).isTrue();
        assertThat(one.owns(new AccountId("acme2"))).isFalse();
        assertThat(one.owns(new AccountId("acme"))).isFalse();
        assertThat(one.owns(AccountId.WORLD)).isTrue();
        assertThat(one.ownsAllUnder("acme:x")).isTrue();
        assertThat(one.ownsAllUnder("ac")).isFalse();
        assertThat(one.ownsAllUnder("")).isFalse();

        Caller several = verifier.verify(rs256(good().claim("ledger_prefix", List.of("a:", "b:"))));
        assertThat(several.owns(new AccountId("a:1"))).isTrue();
        assertThat(several.owns(new AccountId("b:1"))).isTrue();
        assertThat(several.owns(new AccountId("c:1"))).isFalse();
        assertThat(verifier.verify(rs256(good())).isConfined()).isFalse();
    }

    @Test
    void aPrefixThatConfinesToNothingIsRefused() throws Exception {
        assertRefused(rs256(good().claim("ledger_prefix", "")), "names no prefix");
        assertRefused(rs256(good().claim("ledger_prefix", List.of())), "names no prefix");
        assertRefused(rs256(good().claim("ledger_prefix", List.of("a:", ""))), "names no prefix");
        assertRefused(rs256(good().claim("ledger_prefix", 7)), "its claim ledger_prefix is neither");
    }

    @Test
    void timesHaveAMinuteOfLeeway() throws Exception {
        assertThat(verifier.verify(rs256(good().expirationTime(fromNow(-30))))).isNotNull();
        assertThat(verifier.verify(rs256(good().notBeforeTime(fromNow(30))))).isNotNull();
        assertRefused(rs256(good().expirationTime(fromNow(-90))), "Expired");
        assertRefused(rs256(good().notBeforeTime(fromNow(90))), "before");
        assertRefused(rs256(good().expirationTime(null)), "exp");
    }

    @Test
    void anotherIssuerOrAudienceIsRefused() throws Exception {
        assertRefused(rs256(good().issuer("another")), "iss");
        assertRefused(rs256(good().issuer(null)), "iss");
        assertRefused(rs256(good().audience("another")), "aud");
        assertRefused(rs256(good().audience((String) null)), "aud");
        assertThat(verifier.verify(rs256(good().audience(List.of("another", "ledger")))))
                .isNotNull();
    }

    @Test
    void anotherKeyIsRefused() throws Exception {
        RSAKey sameName = rsa(RSA.getKeyID());
        assertRefused(signed(JWSAlgorithm.RS256, RSA.getKeyID(), new RSASSASigner(sameName), good()), "signature");
        RSAKey unknown = rsa("unknown");
        assertRefused(signed(JWSAlgorithm.RS256, "unknown", new RSASSASigner(unknown), good()), "key");
    }

    @Test
    void whatNeedsNoPrivateKeyIsRefused() throws Exception {
        assertRefused(new PlainJWT(good().build()).serialize(), "not a signed JWT");
        byte[] publicKey = RSA.toPublicJWK().toRSAPublicKey().getEncoded();
        assertRefused(signed(JWSAlgorithm.HS256, RSA.getKeyID(), new MACSigner(publicKey), good()), "algorithm");
        byte[] publicJson = RSA.toPublicJWK().toJSONString().getBytes(UTF_8);
        assertRefused(signed(JWSAlgorithm.HS256, RSA.getKeyID(), new MACSigner(publicJson), good()), "algorithm");
    }

    @Test
    void aTokenThatWasChangedIsRefused() throws Exception {
        String[] parts = rs256(good().claim("scope", "read")).split("\\.", -1);
        String[] other = rs256(good().claim("scope", "admin")).split("\\.", -1);
        assertRefused(parts[0] + "." + other[1] + "." + parts[2], "signature");
        assertRefused("nothing", "not a signed JWT");
    }

    @Test
    void withoutKeysNothingIsKnownOfAToken() throws Exception {
        try (TokenVerifier none = new TokenVerifier(config(directory.resolve("missing.json")), Optional.empty())) {
            String token = rs256(good());
            assertThatThrownBy(() -> none.verify(token)).isInstanceOf(KeysUnavailableException.class);
        }
    }

    private void assertRefused(String token, String why) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain(token);
    }

    private static JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder().issuer("issuer").audience("ledger").expirationTime(fromNow(300));
    }

    private static Date fromNow(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String rs256(JWTClaimsSet.Builder claims) throws JOSEException {
        return signed(JWSAlgorithm.RS256, RSA.getKeyID(), new RSASSASigner(RSA), claims);
    }

    private static String signed(JWSAlgorithm algorithm, String key, JWSSigner signer, JWTClaimsSet.Builder claims)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims.build());
        token.sign(signer);
        return token.serialize();
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey ec() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
