package ledger.simulation;

import java.time.Instant;
import java.util.List;
import ledger.language.Command;
import org.apache.kafka.common.utils.Bytes;

/** A fault to be made between the shards and everybody else, so that it is seen whether the {@link Auditor} notices. */
interface Tampering {
    /** No fault. */
    Tampering NONE = new Tampering() {};

    /** What a shard has committed, as everybody else is to see it. */
    default List<Output> committed(int shard, List<Output> outputs) {
        return outputs;
    }

    /** What a shard is to read where this command was sent. */
    default Command sent(Command command) {
        return command;
    }

    /** Whether a shard that starts again is not to find this in its store. */
    default boolean isLost(String store, Bytes key) {
        return false;
    }

    /** The time that shards see. */
    default Instant clock(Instant time) {
        return time;
    }
}
