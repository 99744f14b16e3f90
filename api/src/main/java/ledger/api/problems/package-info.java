/** What the API says when something goes wrong: RFC 9457 problems, each with a code of its own. */
@NullMarked
package ledger.api.problems;

import org.jspecify.annotations.NullMarked;
