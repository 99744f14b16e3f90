package ledger.api.commands;

import java.util.OptionalInt;
import ledger.language.CommandId;

/** The partitions of the outcomes topic that this instance listens to. */
public interface ReplyPartitions {
    /** One of them, the load spread over all; empty where there is none at the moment. */
    OptionalInt choose(CommandId key);
}
