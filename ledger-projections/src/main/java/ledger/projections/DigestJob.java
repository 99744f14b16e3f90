package ledger.projections;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The digest of a partition as it was when this was made, in the fold's thread. An iterator of a store goes on to see
 * what was there when it was made, so reading on can be left to another thread.
 */
final class DigestJob implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DigestJob.class);

    /** How many entries are read before the job can be closed: closing waits for no more. */
    private static final int STEP = 256;

    /** Guarded by this, like all below. */
    private final List<EntryDigest<?>> open = new ArrayList<>();

    private final String name;
    private ModelDigest sum = ModelDigest.EMPTY;
    private boolean closed;
    private volatile @Nullable ModelDigest result;
    private volatile boolean failed;

    DigestJob(Projection projection, FoldContext stores) {
        name = projection.name();
        try {
            for (ProjectionStore<?, ?> store : projection.stores()) {
                open(store, stores);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <K, V extends SpecificRecord> void open(ProjectionStore<K, V> store, FoldContext stores) {
        open.add(EntryDigest.of(store, stores.store(store)));
    }

    /** Reads to the end, or until it is closed. */
    @Override
    public void run() {
        try {
            boolean more = true;
            while (more) {
                more = step();
            }
        } catch (InvalidStateStoreException e) {
            // The task has moved to another process or thread, where it can be taken again.
            LOG.info("The digest of a partition of {} cannot be computed: {}", name, e.getMessage());
            failed = true;
            close();
        } catch (RuntimeException e) {
            LOG.error("The digest of a partition of {} cannot be computed", name, e);
            failed = true;
            close();
        }
    }

    private synchronized boolean step() {
        if (closed) {
            return false;
        }
        if (open.isEmpty()) {
            result = sum;
            return false;
        }
        EntryDigest<?> store = open.getLast();
        if (!store.add(STEP)) {
            store.close();
            open.removeLast();
            sum = sum.plus(store.digest());
        }
        return true;
    }

    /** {@code null} while it is not computed. */
    @Nullable ModelDigest digest() {
        return result;
    }

    /** Whether there will be no digest because of an error. */
    boolean hasFailed() {
        return failed;
    }

    /** Ends reading. A digest that is computed stays. */
    synchronized void close() {
        closed = true;
        open.forEach(EntryDigest::close);
        open.clear();
    }
}
