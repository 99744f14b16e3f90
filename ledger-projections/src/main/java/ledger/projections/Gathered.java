package ledger.projections;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What all partitions answered together.
 *
 * @param positions of every partition, the offset in the events topic up to which, without it, all events are in the
 *     answer. Some after it may be too
 */
public record Gathered<A>(A answer, SortedMap<Integer, Long> positions) {
    public Gathered {
        positions = Collections.unmodifiableSortedMap(new TreeMap<>(positions));
    }

    /** The same positions with what is made of the answer. */
    public <B> Gathered<B> map(Function<A, B> of) {
        return new Gathered<>(of.apply(answer), positions);
    }
}
