/** What is opened in an order and closed in the opposite one. */
@NullMarked
package ledger.api.lifecycle;

import org.jspecify.annotations.NullMarked;
