package ledger.api.feed;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import ledger.api.config.FeedConfig;
import ledger.api.metrics.FeedMetrics;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feeds that are open, no more than there may be. */
public final class EventFeeds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeeds.class);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final FeedConfig config;
    private final int shards;
    private final Function<String, Consumer<byte[], byte[]>> consumers;
    private final Deserializer<AccountEvent> events;
    private final FeedMetrics metrics;

    private final Semaphore free;
    private final Set<EventFeed> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong opened = new AtomicLong();
    private volatile boolean closing;

    /**
     * No feed yet.
     *
     * @param shards partitions of the events topic
     * @param consumers makes a consumer with this client id, configured as {@link #consumerConfig} says
     * @param events may be used by several threads
     */
    public EventFeeds(
            FeedConfig config,
            int shards,
            Function<String, Consumer<byte[], byte[]>> consumers,
            Deserializer<AccountEvent> events,
            FeedMetrics metrics) {
        this.config = config;
        this.shards = shards;
        this.consumers = consumers;
        this.events = events;
        this.metrics = metrics;
        this.free = new Semaphore(config.max());
        metrics.bindOpen(open::size);
    }

    /**
     * Opens a feed, to be followed and closed by the caller.
     *
     * @param account the only one whose events are wanted, which need not exist; null for all
     * @throws FeedsUnavailableException if there are too many, the brokers do not answer, or the feeds are being closed
     * @throws UnknownPositionException if the start is no position of this feed
     */
    public EventFeed open(@Nullable AccountId account, FeedStart start) {
        if (!free.tryAcquire()) {
            throw FeedsUnavailableException.tooMany(config.max());
        }
        EventFeed feed;
        try {
            String clientId = "ledger-feed-" + opened.incrementAndGet();
            feed = new EventFeed(
                    EventReader.open(consumers.apply(clientId), events, account, start, shards), config, this);
        } catch (RetriableException e) {
            free.release();
            throw FeedsUnavailableException.unreachable(e);
        } catch (RuntimeException e) {
            free.release();
            throw e;
        }
        open.add(feed);
        if (closing) {
            feed.close();
            throw FeedsUnavailableException.closing();
        }
        return feed;
    }

    FeedMetrics metrics() {
        return metrics;
    }

    void ended(EventFeed feed, EventFeed.@Nullable CutOff reason) {
        if (open.remove(feed)) {
            free.release();
            if (reason != null) {
                metrics.cutOff(reason.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    /** Configuration of the consumers, beside the connection: small buffers, since there may be many. */
    public static Map<String, Object> consumerConfig(String clientId) {
        return Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                clientId,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.toString(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                500,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                1024 * 1024,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                256 * 1024,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000);
    }

    /** Ends all feeds, and opens no more. */
    @Override
    public void close() {
        closing = true;
        open.forEach(EventFeed::stop);
        long end = System.nanoTime() + CLOSING.toNanos();
        try {
            for (EventFeed feed : open) {
                if (!feed.awaitEnd(Duration.ofNanos(end - System.nanoTime()))) {
                    LOG.warn("A feed of events did not end within {} s", CLOSING.toSeconds());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
