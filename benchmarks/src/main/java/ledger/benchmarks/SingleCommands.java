package ledger.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import ledger.benchmarks.HttpConnection.Request;
import ledger.benchmarks.Load.Result;

/** Deposits over HTTP, each a request of its own. */
final class SingleCommands implements Group {
    /** Slower than any machine that this runs on, so that one is answered before the next is due. */
    private static final double ONE_AT_A_TIME_PER_SECOND = 40;

    /** Of what fits: latencies of a system at its limit tell of the queue before it. */
    private static final double LOAD = 0.5;

    private static final List<Integer> CONNECTIONS = List.of(64, 256);

    private final URI api;
    private final Accounts accounts;
    private final Durations durations;
    private final String run;

    SingleCommands(URI api, Accounts accounts, Durations durations, String run) {
        this.api = api;
        this.accounts = accounts;
        this.durations = durations;
        this.run = run;
    }

    @Override
    public List<Figure> measure() throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        Result alone = durations.over(1).open(api, ONE_AT_A_TIME_PER_SECOND, requests("alone"));
        figures.add(
                Figure.rate("deposits, one at a time", alone.unitsPerSecond()).with(alone.latency()));
        for (int connections : CONNECTIONS) {
            Load load = durations.over(connections);
            double most = load.closed(api, requests("most-" + connections)).unitsPerSecond();
            figures.add(Figure.rate("deposits, %d connections".formatted(connections), most));
            Result half = load.open(api, most * LOAD, requests("half-" + connections));
            figures.add(
                    Figure.rate("… at half that rate", half.unitsPerSecond()).with(half.latency()));
        }
        return figures;
    }

    private Load.Requests requests(String load) {
        return number -> Request.post(
                "/v1/accounts/" + accounts.any(number) + "/deposits",
                run + "-" + load + "-" + number,
                "{\"amount\":\"1.00\",\"currency\":\"EUR\"}");
    }
}
