/**
 * The rules of the ledger. {@link ledger.commands.domain.AccountDecider} says what a command does to an account, and
 * {@link ledger.commands.domain.AccountEvolver} what an event makes of it. Both are pure: no clock, no randomness, no
 * Kafka, no logging.
 */
@NullMarked
package ledger.commands.domain;

import org.jspecify.annotations.NullMarked;
