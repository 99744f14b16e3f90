package ledger.commands.topology;

import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.Command;
import ledger.language.CommandOutcome;
import ledger.language.ShardMessage;
import org.apache.kafka.common.serialization.Serde;

/**
 * What the command topology reads and writes.
 *
 * @param balances of the published balances
 * @param accountStates of the accounts store
 */
public record CommandSerdes(
        Serde<Command> commands,
        Serde<ShardMessage> messages,
        Serde<AccountEvent> events,
        Serde<CommandOutcome> outcomes,
        Serde<Account> balances,
        Serde<Account> accountStates) {}
