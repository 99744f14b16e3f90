package ledger.projections.generations;

/**
 * How a rebuild is asked for.
 *
 * @param skipPoison passes over records that are no events, as the serving generation does, instead of failing
 * @param skipComparison serves without having been compared with the generation before: the way out where that one is wrong
 */
public record RebuildOptions(boolean skipPoison, boolean skipComparison) {
    /** As careful as can be. */
    public static final RebuildOptions CAREFUL = new RebuildOptions(false, false);
}
