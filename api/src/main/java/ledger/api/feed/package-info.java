/**
 * Feeds of account events as they are committed: where one starts, how far it has come, and the loop that reads it. Knows
 * nothing of HTTP.
 */
@NullMarked
package ledger.api.feed;

import org.jspecify.annotations.NullMarked;
