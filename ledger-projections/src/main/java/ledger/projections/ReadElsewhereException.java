package ledger.projections;

import java.util.List;
import ledger.projections.cluster.Instance;
import org.jspecify.annotations.Nullable;

/** The partition of an account cannot be read in this process, but there are instances that may have it. */
public final class ReadElsewhereException extends ReadModelUnavailableException {
    private final transient List<Instance> holders;

    ReadElsewhereException(String message, @Nullable Throwable cause, List<Instance> holders) {
        super(message, cause);
        this.holders = List.copyOf(holders);
    }

    /** Whom to ask: the owner first, then those with a copy, of which this process may be one. */
    public List<Instance> holders() {
        return holders;
    }
}
