package ledger.api.http;

import java.util.Optional;
import java.util.function.Predicate;
import ledger.api.cluster.HttpPeers;
import ledger.api.config.Secret;
import ledger.language.CommandId;
import ledger.projections.cluster.Cluster;

/**
 * The other instances, as the HTTP interface deals with them.
 *
 * @param cluster answers their questions
 * @param peers asks them
 * @param secret what they have to show; empty: nothing is answered
 * @param underWay whether one of them, or this one, has sent a command and not heard of it yet
 */
public record ClusterSide(Cluster cluster, HttpPeers peers, Optional<Secret> secret, Predicate<CommandId> underWay) {}
