package ledger.faults;

import static java.util.Objects.requireNonNull;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import ledger.faults.Sent.Expected;
import ledger.integration.Api;
import ledger.topics.ShardPartitioner;

/**
 * Writes to and reads an account of each shard all the time, through whichever instance answers, and knows how long that
 * took when it took long.
 */
final class Probe implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofMillis(500);
    private static final long PAUSE_MS = 100;
    private static final int OK = 200;

    enum Kind {
        WRITE,
        READ
    }

    private record Waiting(Kind kind, String account) {}

    /** One that took long; times as of {@link System#nanoTime}. */
    private record Slow(Kind kind, long from, long to) {}

    private final List<Api> instances;
    private final Journal journal;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Delivery delivery;
    private final Queue<Slow> slow = new ConcurrentLinkedQueue<>();

    /** Since when those wait that are not answered yet, by kind and account. */
    private final Map<Waiting, Long> waiting = new ConcurrentHashMap<>();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param ports of the instances */
    Probe(List<Integer> ports, Journal journal) {
        this.instances = ports.stream().map(port -> new Api(port, TIMEOUT)).toList();
        this.journal = journal;
        this.delivery = new Delivery(instances, journal, stop);
    }

    /** Accounts that only the probe writes to, one of each shard. */
    static List<String> accounts() {
        Map<Integer, String> byShard = new LinkedHashMap<>();
        for (int i = 0; byShard.size() < Instance.SHARDS; i++) {
            String account = "probe:" + i;
            byShard.putIfAbsent(ShardPartitioner.shardOf(account, Instance.SHARDS), account);
        }
        return new ArrayList<>(byShard.values());
    }

    /** Opens its accounts, and begins. */
    void start() throws InterruptedException {
        for (String account : accounts()) {
            send(Sent.opening(account));
        }
        for (String account : accounts()) {
            var _ = threads.submit(() -> write(account));
            var _ = threads.submit(() -> read(account));
        }
    }

    private Void write(String account) throws InterruptedException {
        for (int i = 0; stop.getCount() > 0; i++) {
            Waiting write = new Waiting(Kind.WRITE, account);
            waiting.put(write, System.nanoTime());
            send(new Sent(
                    account + "-" + i,
                    Api.account(account) + "/deposits",
                    Api.money("0.01"),
                    Effects.of(account, 1),
                    Expected.ACCEPTED));
            answered(write);
        }
        return null;
    }

    private void send(Sent command) throws InterruptedException {
        journal.add(command);
        delivery.deliver(command, command.key().hashCode());
    }

    private Void read(String account) throws InterruptedException {
        int instance = 0;
        while (stop.getCount() > 0) {
            Waiting read = new Waiting(Kind.READ, account);
            waiting.put(read, System.nanoTime());
            while (stop.getCount() > 0 && !isAnswered(account, instance++)) {
                pause();
            }
            answered(read);
        }
        return null;
    }

    private boolean isAnswered(String account, int instance) {
        try {
            Api.Reply reply = instances
                    .get(Math.floorMod(instance, instances.size()))
                    .get(Api.account(account), "Prefer", "wait=2");
            if (reply.status() == OK) {
                return true;
            }
            journal.passed(
                    "read: " + reply.status() + " " + reply.json().path("code").asText());
        } catch (UncheckedIOException e) {
            journal.passed("read: " + String.valueOf(e.getCause()).replaceFirst(":.*", ""));
        }
        return false;
    }

    private void answered(Waiting done) throws InterruptedException {
        long start = requireNonNull(waiting.remove(done));
        long end = System.nanoTime();
        if (end - start > LONG.toNanos()) {
            slow.add(new Slow(done.kind(), start, end));
        }
        pause();
    }

    private void pause() throws InterruptedException {
        var _ = stop.await(PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    /** For how long at most one of that kind was not answered between two times. */
    Duration longest(Kind kind, long fromNanos, long toNanos) {
        LongStream still = waiting.entrySet().stream()
                .filter(each -> each.getKey().kind() == kind)
                .mapToLong(each -> toNanos - Math.max(each.getValue(), fromNanos));
        LongStream ended = slow.stream()
                .filter(each -> each.kind() == kind && each.to() > fromNanos && each.from() < toNanos)
                .mapToLong(each -> Math.min(each.to(), toNanos) - Math.max(each.from(), fromNanos));
        return Duration.ofNanos(
                Math.max(0, LongStream.concat(still, ended).max().orElse(0)));
    }

    @Override
    public void close() {
        stop.countDown();
        threads.close();
    }
}
