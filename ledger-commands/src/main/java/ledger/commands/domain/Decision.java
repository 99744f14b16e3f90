package ledger.commands.domain;

import java.util.List;
import ledger.language.AccountEvent;
import ledger.language.CommandOutcome.Result;

/**
 * What a command does: the events that it makes happen, in order, and the answer. A rejection is an answer without
 * events; so is a command that asks for what is so already.
 */
public record Decision(List<AccountEvent> events, Result result) {
    public Decision {
        events = List.copyOf(events);
    }

    static Decision unchanged(Result result) {
        return new Decision(List.of(), result);
    }
}
