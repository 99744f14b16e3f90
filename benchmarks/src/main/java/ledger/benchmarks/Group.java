package ledger.benchmarks;

import java.util.List;

/** Measures figures that belong together. */
interface Group {
    /**
     * The figures, in the order in which they are shown.
     *
     * @throws Exception if it could not be measured; then there are no figures, rather than wrong ones
     */
    List<Figure> measure() throws Exception;
}
