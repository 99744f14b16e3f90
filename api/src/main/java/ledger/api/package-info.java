/** Start-up of the application: the main class, which joins the command line to the server. */
@NullMarked
package ledger.api;

import org.jspecify.annotations.NullMarked;
