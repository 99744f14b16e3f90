package ledger.api.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import ledger.api.cluster.PeerProtocol;
import ledger.api.config.Secret;
import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import ledger.api.requests.RequestHeaders;
import ledger.language.AccountId;
import ledger.projections.ReadElsewhereException;
import ledger.projections.ReadModel;
import ledger.projections.ReadModelUnavailableException;
import ledger.projections.cluster.Instance;
import ledger.projections.cluster.NoSecretException;
import ledger.projections.cluster.NotHeldException;
import org.jspecify.annotations.Nullable;

/**
 * Reads of accounts that are with another instance: sent on to it once, and answered here as it has answered. Who gets one
 * that was sent on answers from what it has itself, or not.
 */
final class Routing {
    private static final String FORWARDED = "ledger-forwarded";
    private static final List<String> SENT_ON = List.of("Prefer", "traceparent", "Accept");
    private static final List<String> ANSWERED = List.of("ETag", "Content-Type", "Retry-After");
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final long PAUSE_MS = 25;
    private static final int UNAUTHORIZED = 401;

    private final ClusterSide cluster;
    private final AcknowledgedVersions acknowledged;

    Routing(ClusterSide cluster, AcknowledgedVersions acknowledged) {
        this.cluster = cluster;
        this.acknowledged = acknowledged;
    }

    /** What clients ask: answered here or by another instance. */
    Handler routed(Handler here) {
        return exchange -> {
            long end = System.nanoTime()
                    + RequestHeaders.wait(Exchanges.prefer(exchange)).toNanos();
            while (true) {
                try {
                    here.handle(exchange);
                    return;
                } catch (ReadElsewhereException e) {
                    if (isAnswered(exchange, here, e.holders())) {
                        return;
                    }
                    if (System.nanoTime() >= end) {
                        throw e;
                    }
                    // Partitions are moving, and nobody tells when they have.
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                }
            }
        };
    }

    /** @throws ReadModelUnavailableException if no other instance can be asked */
    private boolean isAnswered(Context exchange, Handler here, List<Instance> holders) throws Exception {
        for (Instance holder : holders) {
            try {
                if (holder.self()) {
                    ReadModel.withCopies(() -> {
                        here.handle(exchange);
                        return null;
                    });
                } else {
                    answer(exchange, forward(exchange, holder));
                }
                return true;
            } catch (NoSecretException e) {
                throw new ReadModelUnavailableException(String.valueOf(e.getMessage()), e);
            } catch (NotHeldException | ReadModelUnavailableException e) {
                // The next may have it.
            }
        }
        return false;
    }

    private HttpResponse<byte[]> forward(Context exchange, Instance holder) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : SENT_ON) {
            String value = name.equals("Prefer") ? Exchanges.prefer(exchange) : exchange.header(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        headers.put("X-Request-Id", RequestLog.trace(exchange).requestId());
        String id = exchange.pathParam("id");
        if (AccountId.isValid(id)) {
            headers.put(PeerProtocol.ACKNOWLEDGED, Long.toString(acknowledged.of(new AccountId(id))));
        }
        String query = exchange.req().getQueryString();
        String uri = exchange.req().getRequestURI() + (query == null ? "" : "?" + query);
        return cluster.peers().forward(holder, uri, headers, timeout(exchange));
    }

    /** Only who asks for a version waits long for it. */
    private static Duration timeout(Context exchange) {
        boolean asksForVersion = exchange.queryParam("minVersion") != null;
        return (asksForVersion ? Reading.wait(exchange) : Reading.unaskedWait(exchange)).plus(MARGIN);
    }

    private static void answer(Context exchange, HttpResponse<byte[]> response) {
        exchange.status(response.statusCode());
        for (String name : ANSWERED) {
            response.headers().firstValue(name).ifPresent(value -> exchange.header(name, value));
        }
        exchange.result(response.body());
    }

    /** What other instances have sent on. */
    Handler forwarded(Handler here) {
        return exchange -> answerPeer(exchange, () -> {
            exchange.attribute(FORWARDED, true);
            here.handle(exchange);
        });
    }

    /** What other instances ask of partitions. */
    void question(Context exchange) throws Exception {
        answerPeer(
                exchange,
                () -> exchange.contentType("application/octet-stream")
                        .result(cluster.cluster()
                                .answer(
                                        exchange.pathParam("question"),
                                        partitions(exchange.queryParam(PeerProtocol.PARTITIONS)),
                                        Exchanges.body(exchange, BatchRoutes.MAX_BYTES))));
    }

    private static SortedSet<Integer> partitions(@Nullable String list) {
        SortedSet<Integer> partitions = new TreeSet<>();
        if (list != null) {
            for (String partition : list.split(",", -1)) {
                partitions.add(Integer.valueOf(partition));
            }
        }
        return partitions;
    }

    /** Something that may fail in any way. */
    @FunctionalInterface
    private interface Answering {
        void run() throws Exception;
    }

    private void answerPeer(Context exchange, Answering answering) throws Exception {
        Secret secret = cluster.secret()
                .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "There is nothing at " + exchange.path() + ".")
                        .asException());
        if (!secret.matches(exchange.header(PeerProtocol.SECRET))) {
            exchange.status(UNAUTHORIZED);
            return;
        }
        exchange.header(PeerProtocol.ANSWERED, "true");
        try {
            ReadModel.withCopies(() -> {
                answering.run();
                return null;
            });
        } catch (NotHeldException | ReadModelUnavailableException e) {
            exchange.status(PeerProtocol.NOT_HELD).result(String.valueOf(e.getMessage()));
        }
    }

    /** The version of the account that the instance which has sent the request on has told a client of; 0: none. */
    static long acknowledgedElsewhere(Context exchange) {
        String version = exchange.header(PeerProtocol.ACKNOWLEDGED);
        return version == null || exchange.attribute(FORWARDED) == null ? 0 : Long.parseLong(version);
    }

    /** The address as the client has sent it. */
    static String clientUri(String uri) {
        return uri.startsWith(PeerProtocol.PREFIX + "/") ? uri.substring(PeerProtocol.PREFIX.length()) : uri;
    }
}
