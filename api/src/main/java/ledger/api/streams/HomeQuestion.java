package ledger.api.streams;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedSet;
import ledger.commands.domain.transactions.TransactionState;
import ledger.commands.topology.CommandTopology;
import ledger.projections.cluster.StreamsPartitions;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Asks for the home of a transaction that its shard keeps, because there is more to tell of it than the outcome does. The
 * answer is the account's id in UTF-8; empty where none of the shards has it.
 */
final class HomeQuestion extends ShardQuestion<String, byte[], TransactionState> {
    private static final byte[] NOTHING = new byte[0];

    HomeQuestion(int shards, StreamsPartitions spread) {
        super(CommandTopology.TRANSACTIONS_STORE, shards, spread);
    }

    @Override
    public String name() {
        return "shards/transaction-homes";
    }

    @Override
    public Serde<String> questions() {
        return Serdes.String();
    }

    @Override
    public Serde<byte[]> answers() {
        return Serdes.ByteArray();
    }

    @Override
    byte[] answer(SortedSet<Integer> shards, String transaction, Stores<TransactionState> stores) {
        for (int shard : shards) {
            Optional<TransactionState> kept = stores.read(shard, store -> Optional.ofNullable(store.get(transaction)));
            if (kept.isPresent()) {
                return kept.get().home().value().getBytes(StandardCharsets.UTF_8);
            }
        }
        return NOTHING;
    }
}
