package ledger.api.commands;

import java.util.Optional;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;

/**
 * The outcomes that the shards remember, read from their stores, on whichever instance each shard is.
 *
 * <p>A store may show an outcome shortly before its transaction is committed. That is no guess: the command is in the
 * log, and whoever decides it again comes to the same outcome.
 */
public interface FirstOutcomes {
    /**
     * The outcome of a key in any shard but this one; -1 leaves none out.
     *
     * @throws ShardsUnavailableException if a shard cannot be asked at the moment
     */
    Optional<CommandOutcome> find(CommandId key, int exceptShard);
}
