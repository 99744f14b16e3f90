package ledger.api.streams;

import java.util.SortedSet;
import java.util.function.Predicate;
import ledger.commands.topology.CommandTopology;
import ledger.language.CommandId;
import ledger.projections.cluster.StreamsPartitions;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Asks the instances that have shards whether they have sent a command and not heard of it yet. No store says that: the
 * command is in the log, and its shard comes to it later.
 */
final class UnderWayQuestion extends ShardQuestion<String, Boolean, byte[]> {
    private final Predicate<CommandId> here;

    /** @param here whether this instance has */
    UnderWayQuestion(int shards, StreamsPartitions spread, Predicate<CommandId> here) {
        super(CommandTopology.OUTCOMES_STORE, shards, spread);
        this.here = here;
    }

    @Override
    public String name() {
        return "shards/under-way";
    }

    @Override
    public Serde<String> questions() {
        return Serdes.String();
    }

    @Override
    public Serde<Boolean> answers() {
        return Serdes.Boolean();
    }

    @Override
    Boolean answer(SortedSet<Integer> shards, String key, Stores<byte[]> stores) {
        // Who does not have them does not answer for them: else nobody would ask the instance that does.
        shards.forEach(shard -> stores.read(shard, _ -> shard));
        return here.test(new CommandId(key));
    }
}
