package ledger.commands.topology;

import ledger.language.CommandOutcome;

/**
 * An outcome on its way to whoever waits for it. Streams chooses the partition of a sink by the value alone, without the
 * headers, so the reply partition travels with the value up to the sink, whose serializer drops it.
 *
 * @param replyPartition of the outcomes topic
 */
record Answer(CommandOutcome outcome, int replyPartition) {}
