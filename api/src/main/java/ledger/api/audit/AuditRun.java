package ledger.api.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import ledger.api.log.LedgerLog;
import ledger.api.log.LogException;
import ledger.api.log.LogReader;
import ledger.topics.Topics;
import org.jspecify.annotations.Nullable;

/**
 * Feeds an audit from the topics of a ledger, which may be running. The events are read to where they end now, then the
 * published balances to where these end then, then what was appended to the events meanwhile. A transaction of Kafka becomes
 * visible in one partition after the other: what seems to be missing is waited for.
 */
public final class AuditRun {
    private static final int THREADS = 2;
    private static final long TELL_EVERY = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final LedgerLog log;
    private final LongConsumer progress;
    private final AtomicLong read = new AtomicLong();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    private AuditRun(LedgerLog log, LongConsumer progress) {
        this.log = log;
        this.progress = progress;
    }

    /**
     * Audits a ledger.
     *
     * @param heads records to be found, by partition
     * @param progress is told how many events were read so far, by more than one thread
     * @throws LogException if it cannot be read, or has not the partitions of the heads
     */
    public static AuditReport of(LedgerLog log, Map<Integer, Head> heads, LongConsumer progress) {
        return new AuditRun(log, progress).run(heads);
    }

    private AuditReport run(Map<Integer, Head> heads) {
        SortedMap<Integer, Long> ends = log.ends();
        if (!ends.keySet().containsAll(heads.keySet())) {
            throw new LogException("the heads are of the partitions " + new TreeMap<>(heads).keySet()
                    + ", and the log has " + ends.keySet() + ": they are of another ledger");
        }
        LedgerAudit audit = new LedgerAudit(
                ends,
                heads,
                () -> log.serdes().events().deserializer(),
                log.serdes().balances().deserializer());
        readSideBySide(ends, audit);
        if (!audit.isFaulty()) {
            compare(ends, audit);
        }
        return audit.report();
    }

    private void readSideBySide(SortedMap<Integer, Long> ends, LedgerAudit audit) {
        List<SortedMap<Integer, Long>> shares = new ArrayList<>();
        for (int i = 0; i < Math.min(THREADS, ends.size()); i++) {
            shares.add(new TreeMap<>());
        }
        int next = 0;
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            shares.get(next++ % shares.size()).put(end.getKey(), end.getValue());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> running = new ArrayList<>();
            shares.forEach(share -> running.add(threads.submit(() -> readShare(share, audit))));
            for (Future<?> each : running) {
                await(each);
            }
        }
    }

    private void readShare(SortedMap<Integer, Long> share, LedgerAudit audit) {
        try (LogReader reader = log.reader()) {
            reader.readFromBeginning(Topics.EVENTS, share, record -> {
                endIfFailed();
                audit.event(record);
                long count = read.incrementAndGet();
                if (count % TELL_EVERY == 0) {
                    progress.accept(count);
                }
            });
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            throw e;
        }
    }

    /** The other thread need not read on. It is not interrupted: a consumer would complain when it is closed. */
    private void endIfFailed() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private static void await(Future<?> reading) {
        try {
            reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("reading ended in an error", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogException("interrupted while reading the log", e);
        }
    }

    private void compare(SortedMap<Integer, Long> readTo, LedgerAudit audit) {
        try (LogReader reader = log.reader()) {
            SortedMap<Integer, Long> balances = reader.ends(Topics.BALANCES);
            reader.readAll(Topics.BALANCES, balances, audit::balance);
            audit.balancesRead();
            SortedMap<Integer, Long> events = reader.ends(Topics.EVENTS);
            reader.read(Topics.EVENTS, readTo, events, audit::laterEvent);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!audit.isFaulty() && !audit.isSettled() && System.nanoTime() < deadline) {
                balances = reader.follow(Topics.BALANCES, balances, POLL, audit::balance);
                events = reader.follow(Topics.EVENTS, events, POLL, audit::laterEvent);
            }
        }
    }
}
