package ledger.api.http;

import java.util.Optional;
import ledger.api.cluster.HttpPeers;
import ledger.api.config.Secret;
import ledger.projections.cluster.Cluster;

/**
 * The other instances, as the HTTP interface deals with them.
 *
 * @param cluster answers their questions
 * @param peers asks them
 * @param secret what they have to show; empty: nothing is answered
 */
public record ClusterSide(Cluster cluster, HttpPeers peers, Optional<Secret> secret) {}
