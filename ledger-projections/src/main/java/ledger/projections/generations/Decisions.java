package ledger.projections.generations;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the control log has decided on a projection, and how this instance adds to it. Thread-safe. */
final class Decisions {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    /** More decisions of other instances than this between two of one are a fault. */
    private static final int ATTEMPTS = 10;

    private final String projection;
    private final ControlLog log;

    /** What counts, and the log's last record, which may have come too late to count. */
    private volatile @Nullable ControlState decided;

    private volatile @Nullable ControlState lastRecord;

    Decisions(String projection, ControlLog log) {
        this.projection = projection;
        this.log = log;
    }

    /** A record of the log. Called in the log's order, by one thread. */
    void changed(ControlState record) {
        ControlState before = decided;
        if (before == null || record.revision() > before.revision()) {
            LOG.info("{}: {}", projection, record);
            decided = record;
        }
        lastRecord = record;
    }

    /** Publishes the first state if the log knows of none. */
    void initialize(ControlState first) {
        if (decided == null) {
            publish(first);
            if (decided == null) {
                throw new ControlLogException("what is published for " + projection + " cannot be read back", null);
            }
        }
    }

    /** Empty before the log was read. */
    Optional<ControlState> find() {
        return Optional.ofNullable(decided);
    }

    /** What counts now. */
    ControlState state() {
        ControlState state = decided;
        if (state == null) {
            throw new IllegalStateException(projection + " is asked before the manager has started");
        }
        return state;
    }

    /** Publishes what follows from the present state; returns whether it came to count. */
    boolean publish(ControlState next) {
        log.publish(projection, next);
        return next.equals(decided);
    }

    /** Publishes a decision until what is wanted holds: another instance may have decided something else at the time. */
    ControlState decideUntil(Predicate<ControlState> wanted, UnaryOperator<ControlState> decision) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ControlState state = state();
            if (wanted.test(state)) {
                return state;
            }
            publish(decision.apply(state));
        }
        ControlState state = state();
        if (!wanted.test(state)) {
            throw new ControlLogException("what is published for " + projection + " does not come to count", null);
        }
        return state;
    }

    /**
     * A record that came too late to count is now the last one, and compaction would keep it instead of the one that
     * counts: say again what does.
     */
    void republishIfOutrun() {
        ControlState last = lastRecord; // before what counts: read after it, it might be newer, and be outrun by this
        ControlState state = state();
        if (!state.equals(last)) {
            publish(state);
        }
    }
}
