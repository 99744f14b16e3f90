/**
 * Transactions: what they do to the accounts of a shard ({@link ledger.commands.domain.transactions.Part}), what commands
 * make of them ({@link ledger.commands.domain.transactions.TransactionDecider}), and how shards come to one decision
 * ({@link ledger.commands.domain.transactions.Coordinator} at home,
 * {@link ledger.commands.domain.transactions.Participant} elsewhere). Pure, like all rules.
 */
@NullMarked
package ledger.commands.domain.transactions;

import org.jspecify.annotations.NullMarked;
