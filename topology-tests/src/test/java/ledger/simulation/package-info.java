/** Several shards under a seed that reorders, delays and crashes, and an auditor that knows only what was promised. */
@NullMarked
package ledger.simulation;

import org.jspecify.annotations.NullMarked;
