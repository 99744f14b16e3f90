/** Tests of feeds without a broker. */
@NullMarked
package ledger.api.feed;

import org.jspecify.annotations.NullMarked;
