package ledger.api.commands;

import java.util.Map;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;

/**
 * The outcomes that the shards remember, read from their stores, on whichever instance each shard is: those of transactions
 * that are committed. A store shows what was decided shortly before that; such an outcome is waited for until it is committed, or
 * taken back.
 */
public interface FirstOutcomes {
    /** In the place of a shard: none is left out. */
    int NONE = -1;

    /**
     * The outcomes of keys, many of them in one question to each instance.
     *
     * @param exceptShards each key with the shard that is not asked for it, or {@link #NONE}
     * @return those that were found
     * @throws ShardsUnavailableException if a shard cannot be asked at the moment
     */
    Map<CommandId, CommandOutcome> find(Map<CommandId, Integer> exceptShards);
}
