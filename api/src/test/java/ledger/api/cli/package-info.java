/** Tests of the command line against a server that answers as the HTTP contract says. */
@NullMarked
package ledger.api.cli;

import org.jspecify.annotations.NullMarked;
