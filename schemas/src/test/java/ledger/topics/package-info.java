/** Tests of the topics' names, settings and placement that need no broker. */
@NullMarked
package ledger.topics;

import org.jspecify.annotations.NullMarked;
