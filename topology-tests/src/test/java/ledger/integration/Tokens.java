package ledger.integration;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import ledger.api.config.ConfigKey;

/** Signs tokens, with a key that it makes and publishes in a file. */
final class Tokens {
    private static final String ISSUER = "https://login.example.com";
    private static final String AUDIENCE = "ledger";
    private static final Duration VALID = Duration.ofMinutes(10);

    private final ECKey key;
    private final Path published;

    Tokens(Path directory) {
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID("key-1").generate();
            published = directory.resolve("jwks.json");
            Files.writeString(published, new JWKSet(key).toPublicJWKSet().toString());
        } catch (JOSEException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a server needs to accept them. */
    Map<ConfigKey, String> settings() {
        return Map.of(
                ConfigKey.AUTH_JWKS_URL,
                published.toUri().toString(),
                ConfigKey.AUTH_ISSUER,
                ISSUER,
                ConfigKey.AUTH_AUDIENCE,
                AUDIENCE);
    }

    /** The value of {@code Authorization} of somebody with these scopes, with blanks between, and all accounts. */
    String of(String scope) {
        return signed(new JWTClaimsSet.Builder().claim("scope", scope));
    }

    /** As {@link #of(String)}, of a token that expires in so long, or has. */
    String of(String scope, Duration expiringIn) {
        return signed(new JWTClaimsSet.Builder().claim("scope", scope), expiringIn);
    }

    /** Of a tenant who is confined to accounts with these prefixes. */
    String of(String scope, String... prefixes) {
        return signed(new JWTClaimsSet.Builder().claim("scope", scope).claim("ledger_prefix", List.of(prefixes)));
    }

    private String signed(JWTClaimsSet.Builder claims) {
        return signed(claims, VALID);
    }

    private String signed(JWTClaimsSet.Builder claims, Duration expiringIn) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                claims.issuer(ISSUER)
                        .audience(AUDIENCE)
                        .expirationTime(Date.from(Instant.now().plus(expiringIn)))
                        .build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
        return "Bearer " + token.serialize();
    }
}
