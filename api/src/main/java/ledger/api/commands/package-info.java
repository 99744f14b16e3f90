/**
 * From a command to its outcome: appended to the command topic, decided by its shard, answered through the outcomes topic
 * once the decision is committed.
 */
@NullMarked
package ledger.api.commands;

import org.jspecify.annotations.NullMarked;
