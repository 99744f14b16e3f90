/**
 * The command line: {@code run} and {@code topology}, whose work is injected, and thin clients of the HTTP API. Nothing
 * here knows Kafka, so that a client subcommand starts fast.
 */
@NullMarked
package ledger.api.cli;

import org.jspecify.annotations.NullMarked;
