package ledger.api.commands;

import ledger.language.CommandOutcome;
import ledger.topics.VersionsLeft;

/**
 * What a sender hears of its command.
 *
 * @param replayed whether the outcome is that of an earlier sending
 * @param left where it was refused, the versions at which nothing of it is left on accounts
 */
public record CommandReply(CommandOutcome outcome, boolean replayed, VersionsLeft left) {
    /** The same, to a sender who came later. */
    CommandReply again() {
        return new CommandReply(outcome, true, left);
    }
}
