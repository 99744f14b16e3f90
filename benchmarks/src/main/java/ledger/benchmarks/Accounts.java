package ledger.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ledger.benchmarks.HttpConnection.Request;
import ledger.topics.ShardPartitioner;

/** Accounts of a run, opened without an overdraft limit, so that nothing is refused. */
final class Accounts {
    private static final int LINES = 2_000;

    /** An odd factor near 2^32 / the golden ratio: consecutive numbers come to lie far apart. */
    private static final long SPREAD = 2_654_435_769L;

    private final List<String> all;
    private final List<List<String>> byShard;

    private Accounts(List<String> all, int shards) {
        this.all = all;
        this.byShard = IntStream.range(0, shards)
                .mapToObj(shard -> all.stream()
                        .filter(account -> ShardPartitioner.shardOf(account, shards) == shard)
                        .toList())
                .toList();
    }

    /** Opens them. */
    static Accounts open(URI api, String prefix, int count, int shards) throws IOException {
        List<String> all = IntStream.range(0, count)
                .mapToObj(n -> prefix + ":" + n)
                .collect(Collectors.toCollection(ArrayList::new));
        try (HttpConnection connection = new HttpConnection(api)) {
            for (int from = 0; from < count; from += LINES) {
                List<String> some = all.subList(from, Math.min(count, from + LINES));
                String lines = some.stream()
                        .map(account -> """
                                {"op":"open","idempotencyKey":"open-%s","account":"%s","currency":"EUR",\
                                "overdraftLimit":null}
                                """.formatted(account, account))
                        .collect(Collectors.joining());
                Batches.requireAccepted(connection.send(Request.batch(lines, some.size())));
            }
        }
        return new Accounts(List.copyOf(all), shards);
    }

    /** One of all, each as often as the others. */
    String any(long number) {
        return of(all, number);
    }

    /** One of a shard. */
    String inShard(int shard, long number) {
        return of(byShard.get(Math.floorMod(shard, byShard.size())), number);
    }

    /** How many shards there are. */
    int shards() {
        return byShard.size();
    }

    private static String of(List<String> accounts, long number) {
        return accounts.get((int) Long.remainderUnsigned(number * SPREAD, accounts.size()));
    }
}
