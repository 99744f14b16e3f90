package ledger.api.http;

import java.util.Optional;
import java.util.function.Predicate;
import ledger.api.cluster.HttpPeers;
import ledger.api.config.Secret;
import ledger.language.CommandId;
import ledger.projections.cluster.Cluster;

/**
 * The cluster, as the HTTP interface deals with it.
 *
 * @param cluster answers the questions of other instances
 * @param peers asks them
 * @param secret what they have to show; empty: nothing is answered
 * @param shards how many the ledger has
 * @param underWay whether one of them, or this one, has sent a command and not heard of it yet
 */
public record ClusterSide(
        Cluster cluster, HttpPeers peers, Optional<Secret> secret, int shards, Predicate<CommandId> underWay) {}
