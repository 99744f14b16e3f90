package ledger.commands.domain.transactions;

import java.time.Instant;
import ledger.language.Command;

/**
 * A command that waits until its transaction is free.
 *
 * @param receivedAt when it was appended to the log
 */
public record DeferredCommand(Command command, Instant receivedAt, CommandListener listener) {}
