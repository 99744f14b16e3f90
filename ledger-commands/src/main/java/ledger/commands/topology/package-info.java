/**
 * The topology that decides commands: one Streams task a shard, hence one writer for each account. Here the rules of
 * {@link ledger.commands.domain} meet Kafka; it decodes, loads, decides, stores and forwards, and nothing else.
 */
@NullMarked
package ledger.commands.topology;

import org.jspecify.annotations.NullMarked;
