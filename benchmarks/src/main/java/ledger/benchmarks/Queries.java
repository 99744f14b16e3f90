package ledger.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import ledger.benchmarks.HttpConnection.Request;
import ledger.benchmarks.Load.Result;

/** Balances, beside an endpoint that always answers the same. */
final class Queries implements Group {
    private static final int CONNECTIONS = 64;

    private final URI api;
    private final Accounts accounts;
    private final Durations durations;

    Queries(URI api, Accounts accounts, Durations durations) {
        this.api = api;
        this.accounts = accounts;
        this.durations = durations;
    }

    @Override
    public List<Figure> measure() throws IOException, InterruptedException {
        Load load = durations.over(CONNECTIONS);
        Result balances = load.closed(api, number -> Request.get("/v1/accounts/" + accounts.any(number)));
        try (ConstantEndpoint constant = ConstantEndpoint.start()) {
            Result constants = load.closed(constant.url(), _ -> Request.get("/"));
            return List.of(Figure.rate("accounts with their balances", balances.unitsPerSecond())
                    .with(balances.latency())
                    .beside(Figure.rate("a constant answer", constants.unitsPerSecond())));
        }
    }
}
