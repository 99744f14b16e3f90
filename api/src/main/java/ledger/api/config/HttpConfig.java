package ledger.api.config;

/**
 * The HTTP interface.
 *
 * @param address where it listens
 * @param maxBodyBytes largest request body
 * @param insecure whether other machines may reach it without authentication
 */
public record HttpConfig(HostAndPort address, int maxBodyBytes, boolean insecure) {}
