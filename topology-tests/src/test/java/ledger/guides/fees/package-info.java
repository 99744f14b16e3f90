/** The read model that the guide builds: what each account paid in fees, month by month. */
@NullMarked
package ledger.guides.fees;

import org.jspecify.annotations.NullMarked;
