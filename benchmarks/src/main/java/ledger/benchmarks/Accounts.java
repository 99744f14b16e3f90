package ledger.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ledger.benchmarks.HttpConnection.Request;
import ledger.topics.ShardPartitioner;

/**
 * Accounts of a run, opened without an overdraft limit, so that nothing is refused. There may be millions: only their numbers
 * are kept.
 */
final class Accounts {
    private static final int LINES = 2_000;
    private static final int CONNECTIONS = 4;

    /** An odd factor near 2^32 / the golden ratio: consecutive numbers come to lie far apart. */
    private static final long SPREAD = 2_654_435_769L;

    private final String prefix;
    private final int count;
    private final int[][] byShard;

    private Accounts(String prefix, int count, int shards) {
        this.prefix = prefix;
        this.count = count;
        this.byShard = IntStream.range(0, shards)
                .mapToObj(shard -> IntStream.range(0, count)
                        .filter(number -> ShardPartitioner.shardOf(id(number), shards) == shard)
                        .toArray())
                .toArray(int[][]::new);
    }

    /** Opens them. */
    static Accounts open(URI api, String prefix, int count, int shards) throws IOException, InterruptedException {
        Accounts accounts = new Accounts(prefix, count, shards);
        AtomicInteger batches = new AtomicInteger();
        Callable<Void> opening = () -> {
            try (HttpConnection connection = new HttpConnection(api)) {
                accounts.open(connection, batches);
            }
            return null;
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                running.add(threads.submit(opening));
            }
            for (Future<Void> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the accounts could not be opened: " + e.getCause(), e.getCause());
        }
        return accounts;
    }

    private void open(HttpConnection connection, AtomicInteger batches) throws IOException {
        for (long from = next(batches); from < count; from = next(batches)) {
            int to = (int) Math.min(count, from + LINES);
            String lines = IntStream.range((int) from, to)
                    .mapToObj(this::id)
                    .map(account -> """
                            {"op":"open","idempotencyKey":"open-%s","account":"%s","currency":"EUR",\
                            "overdraftLimit":null}
                            """.formatted(account, account))
                    .collect(Collectors.joining());
            Batches.requireAccepted(connection.send(Request.batch(lines, to - (int) from)));
        }
    }

    private static long next(AtomicInteger batches) {
        return (long) batches.getAndIncrement() * LINES;
    }

    /** One of all, each as often as the others. */
    String any(long number) {
        return id(spread(number, count));
    }

    /** One of a shard. */
    String inShard(int shard, long number) {
        int[] numbers = byShard[Math.floorMod(shard, byShard.length)];
        return id(numbers[spread(number, numbers.length)]);
    }

    private String id(int number) {
        return prefix + ":" + number;
    }

    private static int spread(long number, int size) {
        return (int) Long.remainderUnsigned(number * SPREAD, size);
    }
}
