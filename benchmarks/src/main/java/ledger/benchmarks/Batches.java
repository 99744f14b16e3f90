package ledger.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import ledger.benchmarks.HttpConnection.Request;
import org.jspecify.annotations.Nullable;

/** Commands by the thousand, in batches. */
final class Batches implements Group {
    private static final int CONNECTIONS = 4;
    private static final int LINES = 1_000;
    private static final int HOT = 10;

    private final URI api;
    private final Accounts accounts;
    private final Durations durations;
    private final String run;
    private final @Nullable Figure passThrough;

    /**
     * Of the ledger at this address.
     *
     * @param passThrough what a topology does at best; {@code null}: not known
     */
    Batches(URI api, Accounts accounts, Durations durations, String run, @Nullable Figure passThrough) {
        this.api = api;
        this.accounts = accounts;
        this.durations = durations;
        this.run = run;
        this.passThrough = passThrough;
    }

    /** One line of a batch. */
    private interface Line {
        String of(String key, long number);
    }

    @Override
    public List<Figure> measure() throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        Figure deposits = rate("batches of deposits", (key, n) -> deposit(key, accounts.any(n)));
        figures.add(deposits.beside(passThrough));
        figures.add(rate("batches of deposits, ten hot accounts", (key, n) -> deposit(key, accounts.any(n % HOT)))
                .beside(deposits));
        figures.add(rate(
                "batches of transfers in one shard",
                (key, n) -> transfer(key, accounts.inShard((int) n, n), accounts.inShard((int) n, n + 1))));
        figures.add(rate(
                "batches of transfers across two shards",
                (key, n) -> transfer(key, accounts.inShard((int) n, n), accounts.inShard((int) n + 1, n))));
        figures.add(rate(
                "batches of transfers between any two accounts",
                (key, n) -> transfer(key, accounts.any(n), accounts.any(n + 1))));
        return figures;
    }

    private Figure rate(String name, Line line) throws IOException, InterruptedException {
        String load = run + "-" + name.replaceAll("[^a-z]+", "-");
        Load.Result result = durations.over(CONNECTIONS).closed(api, new Load.Requests() {
            @Override
            public Request next(long batch) {
                StringBuilder lines = new StringBuilder();
                for (long number = batch * LINES; number < (batch + 1) * LINES; number++) {
                    lines.append(line.of(load + "-" + number, number)).append('\n');
                }
                return Request.batch(lines.toString(), LINES);
            }

            @Override
            public void answered(String body) {
                requireAccepted(body);
            }
        });
        return Figure.rate(name, result.unitsPerSecond());
    }

    private static String deposit(String key, String account) {
        return """
                {"op":"deposit","idempotencyKey":"%s","account":"%s","amount":"1.00","currency":"EUR"}\
                """.formatted(key, account);
    }

    private static String transfer(String key, String from, String to) {
        return """
                {"op":"transaction","idempotencyKey":"%s","postings":[{"from":"%s","to":"%s","amount":"1.00",\
                "currency":"EUR"}]}\
                """.formatted(key, from, to);
    }

    /**
     * Looks at every line of an answer.
     *
     * @throws IllegalStateException if one was not carried out
     */
    static void requireAccepted(String answer) {
        answer.lines().forEach(line -> {
            if (!line.contains("\"status\":201") && !line.contains("\"status\":200")) {
                throw new IllegalStateException("a line of a batch was answered with " + line);
            }
        });
    }
}
