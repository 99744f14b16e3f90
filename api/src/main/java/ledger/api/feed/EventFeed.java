package ledger.api.feed;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import ledger.api.config.FeedConfig;
import ledger.language.AccountEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open feed. Its own thread reads events and hands them to the sink, no faster than the sink takes them; the thread
 * that follows watches that one, and cuts the sink when a call has been blocked for too long.
 */
public final class EventFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final long WATCH_MS = 250;
    private static final Duration WRITE_AT_CLOSING = Duration.ofSeconds(1);

    private final EventReader reader;
    private final FeedConfig config;
    private final EventFeeds feeds;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** When the call of the sink that is under way began; null between calls. */
    private volatile @Nullable Long callBegan;

    private final AtomicReference<@Nullable CutOff> cutOff = new AtomicReference<>();
    private volatile boolean closing;
    private boolean followed;

    /** Why a feed ended that its reader did not leave. */
    enum CutOff {
        SLOW,
        SHUTDOWN,
        EXPIRED,
        FAULT
    }

    /** A call of the sink. */
    private interface Call {
        void run() throws IOException;
    }

    EventFeed(EventReader reader, FeedConfig config, EventFeeds feeds) {
        this.reader = reader;
        this.config = config;
        this.feeds = feeds;
    }

    /**
     * Tells the sink of every event, and returns when the reader has left, was cut off, or the feeds are closed.
     *
     * @param until when its reader may not read on
     */
    public void follow(FeedSink sink, Instant until) throws InterruptedException {
        followed = true;
        Thread.ofPlatform().name("ledger-feed").daemon().start(() -> run(sink));
        try {
            while (!ended.await(WATCH_MS, TimeUnit.MILLISECONDS)) {
                if (!closing && Instant.now().isAfter(until)) {
                    cutOff(CutOff.EXPIRED);
                    stop();
                }
                Long began = callBegan;
                Duration limit = closing ? WRITE_AT_CLOSING : Duration.ofMillis(config.writeTimeoutMs());
                if (began != null && System.nanoTime() - began > limit.toNanos()) {
                    cutOff(closing ? CutOff.SHUTDOWN : CutOff.SLOW);
                    sink.cut();
                }
            }
        } catch (InterruptedException e) {
            stop();
            sink.cut();
            throw e;
        }
    }

    private void run(FeedSink sink) {
        try (reader) {
            call(() -> {
                sink.opened(reader.position());
                sink.flush();
            });
            long said = System.nanoTime();
            while (!closing) {
                long left = config.heartbeatMs() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - said);
                if (left <= 0) {
                    call(() -> {
                        sink.heartbeat();
                        sink.flush();
                    });
                    said = System.nanoTime();
                } else if (pass(sink, Duration.ofMillis(left))) {
                    said = System.nanoTime();
                }
            }
            cutOff(CutOff.SHUTDOWN);
        } catch (IOException e) {
            LOG.debug("The reader of a feed is gone", e);
        } catch (RuntimeException e) {
            if (closing) {
                cutOff(CutOff.SHUTDOWN);
            } else {
                cutOff(CutOff.FAULT);
                LOG.error("A feed of events ends: its reader may resume it", e);
            }
        } finally {
            ended.countDown();
        }
    }

    /** Passes on what comes next; whether anything did. */
    private boolean pass(FeedSink sink, Duration wait) throws IOException {
        boolean any = false;
        for (EventReader.Delivery delivery : reader.read(wait)) {
            if (closing) {
                break;
            }
            AccountEvent event = delivery.event();
            call(() -> sink.event(delivery.position(), event));
            feeds.metrics().sent();
            any = true;
        }
        if (any) {
            call(sink::flush);
        }
        return any;
    }

    private void call(Call call) throws IOException {
        callBegan = System.nanoTime();
        try {
            call.run();
        } finally {
            callBegan = null;
        }
    }

    /** The first reason is the reason. */
    private void cutOff(CutOff reason) {
        cutOff.compareAndSet(null, reason);
    }

    /** Makes it end soon. */
    void stop() {
        closing = true;
        reader.wakeup();
    }

    /** Whether its thread has ended in this time. */
    boolean awaitEnd(Duration time) throws InterruptedException {
        return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** To be called, by the thread that has opened it, once it is not followed any more, or was never. */
    @Override
    public void close() {
        if (!followed) {
            reader.close();
            ended.countDown();
        }
        feeds.ended(this, cutOff.get());
    }
}
