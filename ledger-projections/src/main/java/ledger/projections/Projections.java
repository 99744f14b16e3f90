package ledger.projections;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.regex.Pattern;

/** The projections of the application, in the order in which they are shown, each with the barrier of its readers. */
public final class Projections {
    /** Without a part like a generation's, so that an application id can be taken apart in one way only. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-(?!g[0-9]+(-|$))[a-z0-9]+)*");

    private final Map<String, Projection> byName = new LinkedHashMap<>();
    private final Map<String, ReadBarrier> barriers = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if a name is malformed or given twice */
    public Projections(List<? extends Projection> projections) {
        for (Projection projection : projections) {
            String name = projection.name();
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("not a projection's name: " + name);
            }
            if (byName.put(name, projection) != null) {
                throw new IllegalArgumentException("two projections have the name " + name);
            }
            barriers.put(name, new ReadBarrier());
        }
    }

    /** All of them. */
    public SequencedCollection<Projection> all() {
        return List.copyOf(byName.values());
    }

    /** The projection of that name. */
    public Optional<Projection> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * What readers of that projection wait at for a version. All generations of a projection share it.
     *
     * @throws IllegalArgumentException if there is no such projection
     */
    public ReadBarrier barrier(String name) {
        ReadBarrier barrier = barriers.get(name);
        if (barrier == null) {
            throw new IllegalArgumentException("no projection " + name);
        }
        return barrier;
    }
}
