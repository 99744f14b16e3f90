package ledger.api.commands;

import ledger.language.CommandOutcome;

/**
 * What a sender hears of its command.
 *
 * @param replayed whether the outcome is that of an earlier sending
 */
public record CommandReply(CommandOutcome outcome, boolean replayed) {}
