package ledger.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import ledger.api.config.AuthConfig;

/**
 * Checks JWTs (RFC 7519) by a published set of keys, which is read when it is first needed, kept, and read again before it
 * is five minutes old or when a token names a key that is not in it. Only signatures by a private key are accepted: RSA
 * and ECDSA with SHA-2, and Ed25519. Thread-safe.
 */
public final class TokenVerifier implements AutoCloseable {
    /** The claim that confines a caller: one prefix of account ids, or several. */
    public static final String PREFIX_CLAIM = "ledger_prefix";

    private static final int LEEWAY_SECONDS = 60;

    /** Never {@code none}, and nothing that is checked with the key that it is made with. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.EdDSA,
            JWSAlgorithm.Ed25519);

    private final JWKSource<SecurityContext> keys;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /**
     * A verifier of the tokens that a configuration describes. Nothing is read yet.
     *
     * @param trust whom to trust where the keys are; empty: whom the Java runtime does
     */
    public TokenVerifier(AuthConfig config, Optional<SSLContext> trust) {
        try {
            DefaultResourceRetriever retriever = new DefaultResourceRetriever(
                    JWKSourceBuilder.DEFAULT_HTTP_CONNECT_TIMEOUT,
                    JWKSourceBuilder.DEFAULT_HTTP_READ_TIMEOUT,
                    JWKSourceBuilder.DEFAULT_HTTP_SIZE_LIMIT,
                    true,
                    trust.map(SSLContext::getSocketFactory).orElse(null));
            keys = JWKSourceBuilder.create(config.jwks().toURL(), retriever).build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not a URL: " + config.jwks(), e);
        }
        // RFC 9068 has a type of its own for access tokens.
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new Ed25519.KeySelector(ALGORITHMS, keys));
        processor.setJWSVerifierFactory(new Ed25519.VerifierFactory());
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                config.audience(),
                new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
                Set.of("exp"));
        claims.setMaxClockSkew(LEEWAY_SECONDS);
        processor.setJWTClaimsSetVerifier(claims);
    }

    /**
     * Who a token is of.
     *
     * @throws InvalidTokenException if it is not accepted
     * @throws KeysUnavailableException if the keys cannot be read
     */
    public Caller verify(String token) throws InvalidTokenException {
        try {
            return caller(processor.process(SignedJWT.parse(token), null));
        } catch (ParseException e) {
            throw new InvalidTokenException("it is not a signed JWT", e);
        } catch (BadJOSEException | RateLimitReachedException e) {
            // Limited is how often an unknown key makes the keys be read.
            throw new InvalidTokenException(reason(e), e);
        } catch (KeySourceException e) {
            throw new KeysUnavailableException("the keys of the tokens cannot be read", e);
        } catch (JOSEException e) {
            throw new InvalidTokenException("its signature cannot be checked", e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof RateLimitReachedException ? "its key is not known" : String.valueOf(e.getMessage());
    }

    private static Caller caller(JWTClaimsSet claims) throws InvalidTokenException {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String claim : List.of("scope", "scp")) {
            for (String value : texts(claims, claim)) {
                Stream.of(value.split(" ", -1))
                        .flatMap(name -> Scope.of(name).stream())
                        .forEach(scopes::add);
            }
        }
        List<String> prefixes = texts(claims, PREFIX_CLAIM);
        // A claim that is there and says nothing must not make its bearer the master of all accounts.
        if (claims.getClaims().containsKey(PREFIX_CLAIM) && (prefixes.isEmpty() || prefixes.contains(""))) {
            throw new InvalidTokenException("its claim " + PREFIX_CLAIM + " names no prefix");
        }
        return new Caller(
                scopes,
                new HashSet<>(prefixes),
                claims.getExpirationTime().toInstant().plusSeconds(LEEWAY_SECONDS));
    }

    /** A claim that is a text or an array of texts; empty where there is none. */
    private static List<String> texts(JWTClaimsSet claims, String name) throws InvalidTokenException {
        Object value = claims.getClaim(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof String text) {
            return List.of(text);
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new InvalidTokenException("its claim " + name + " is neither a text nor an array of texts");
    }

    @Override
    public void close() {
        if (keys instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
