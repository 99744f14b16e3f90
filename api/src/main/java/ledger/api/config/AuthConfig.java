package ledger.api.config;

import java.net.URI;

/**
 * Whose tokens are accepted.
 *
 * @param jwks where the keys are that sign them: {@code http}, {@code https} or {@code file}
 * @param issuer that a token must name
 * @param audience that a token must name among its own
 */
public record AuthConfig(URI jwks, String issuer, String audience) {}
