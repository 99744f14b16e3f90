/**
 * The topics of the ledger: their names, how many partitions they have, what they keep, and which partition is whose.
 * Everything that names a topic or places a record names it from here.
 */
@NullMarked
package ledger.topics;

import org.jspecify.annotations.NullMarked;
