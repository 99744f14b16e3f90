package ledger.commands.topology;

/**
 * An outcome on its way to whoever waits for it. Streams chooses the partition of a sink by the value alone, without the
 * headers, so the reply partition travels with the value up to the sink, whose serializer drops it.
 *
 * @param outcome as it is published
 * @param replyPartition of the outcomes topic
 */
// The bytes are made once and handed on: never compared, never changed.
@SuppressWarnings("ArrayRecordComponent")
record Answer(byte[] outcome, int replyPartition) {}
