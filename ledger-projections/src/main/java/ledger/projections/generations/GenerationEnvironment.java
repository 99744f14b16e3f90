package ledger.projections.generations;

/**
 * What generations live in.
 *
 * @param names of their applications
 * @param log where instances agree on them
 * @param factory makes them run in this process
 * @param progress tells how far they are
 * @param resources what they have in the cluster
 * @param comparisons learns of those that were made
 */
public record GenerationEnvironment(
        GenerationNames names,
        ControlLog log,
        GenerationFactory factory,
        GroupProgress progress,
        GenerationResources resources,
        ComparisonListener comparisons) {}
