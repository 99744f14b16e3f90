package ledger.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.CommandId;
import org.jspecify.annotations.Nullable;

/** What events have made of a transaction on one account. */
final class AuditedPart {
    final List<Entry> asked;
    final Map<CommandId, List<Entry>> captures = new LinkedHashMap<>();
    boolean reserved;
    boolean ended;
    boolean posted;
    int endedInStep;

    @Nullable ReleaseCause released;

    AuditedPart(List<Entry> asked) {
        this.asked = asked;
    }

    List<Entry> entries() {
        return posted ? asked : captures.values().stream().flatMap(List::stream).toList();
    }

    /** Something is set aside for it. */
    boolean isOpen() {
        return reserved && !ended && !posted;
    }

    void end(int step) {
        ended = true;
        endedInStep = step;
    }
}
