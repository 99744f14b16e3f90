package ledger.api.commands;

/**
 * How many commands may be under way on an instance at once: what is more is refused or waits, instead of being queued
 * without end.
 *
 * @param alone those that came in requests by themselves
 * @param gathered those that came in batches. Fewer: they can wait, and what came alone waits behind those of its shard
 */
public record CommandLimits(int alone, int gathered) {
    int of(Pace pace) {
        return switch (pace) {
            case ALONE -> alone;
            case GATHERED -> gathered;
        };
    }
}
