/**
 * The configuration of the application: one table of keys, read from a file, the environment and the command line, and
 * checked as a whole before anything starts.
 */
@NullMarked
package ledger.api.config;

import org.jspecify.annotations.NullMarked;
