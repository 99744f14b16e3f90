package ledger.api.config;

import java.util.Optional;

/**
 * The HTTP interface.
 *
 * @param address where it listens
 * @param maxBodyBytes largest request body
 * @param insecure whether other machines may reach it without authentication
 * @param auth whose tokens are accepted; empty: none is asked for
 */
public record HttpConfig(HostAndPort address, int maxBodyBytes, boolean insecure, Optional<AuthConfig> auth) {}
