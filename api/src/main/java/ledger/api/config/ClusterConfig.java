package ledger.api.config;

import java.util.Optional;

/**
 * How this instance works with others.
 *
 * @param advertised where the others reach its HTTP interface; empty: where it listens
 * @param secret what all instances have, so that they answer each other; one alone needs none
 * @param standbyReplicas copies of each state store that other instances keep
 */
public record ClusterConfig(Optional<HostAndPort> advertised, Optional<Secret> secret, int standbyReplicas) {}
