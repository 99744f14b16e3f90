package ledger.api.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import ledger.api.config.ConfigKey;
import ledger.api.config.Secret;
import ledger.api.metrics.PeerMetrics;
import ledger.api.metrics.PeerMetrics.Call;
import ledger.api.metrics.PeerMetrics.Result;
import ledger.api.tls.Tls;
import ledger.projections.cluster.Instance;
import ledger.projections.cluster.NoSecretException;
import ledger.projections.cluster.NotHeldException;
import ledger.projections.cluster.Peers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the other instances over HTTP/1.1, with connections that are kept. Thread-safe. */
public final class HttpPeers implements Peers, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPeers.class);
    private static final Duration CONNECTING = Duration.ofMillis(500);

    /** An instance that nobody reaches is not tried again for so long. */
    private static final Duration DOWN = Duration.ofSeconds(1);

    private static final int OK = 200;

    private final HttpClient client;
    private final String scheme;
    private final Map<Instance, Long> downSince = new ConcurrentHashMap<>();
    private final Optional<Secret> secret;
    private final PeerMetrics metrics;

    /**
     * @param secret what all instances have; without it nobody is asked
     * @param tls that this instance speaks and all of them do, or none
     */
    public HttpPeers(Optional<Secret> secret, Tls tls, PeerMetrics metrics) {
        this.secret = secret;
        this.metrics = metrics;
        this.scheme = tls.scheme();
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECTING);
        tls.trust().ifPresent(builder::sslContext);
        client = builder.build();
    }

    @Override
    public byte[] ask(
            Instance instance, String question, SortedSet<Integer> partitions, byte[] argument, Duration timeout) {
        String list = partitions.stream().map(String::valueOf).collect(Collectors.joining(","));
        HttpRequest.Builder request = request(
                        instance, PeerProtocol.ASK + question + "?" + PeerProtocol.PARTITIONS + "=" + list, timeout)
                .POST(BodyPublishers.ofByteArray(argument));
        HttpResponse<byte[]> response = send(instance, request.build(), Call.QUESTION);
        if (response.statusCode() != OK) {
            throw new NotHeldException(instance + " has answered " + response.statusCode());
        }
        return response.body();
    }

    /**
     * Asks an instance what a client has asked here.
     *
     * @param uri path and query as the client has sent them
     * @param headers that go with it
     * @return its answer, whatever it is
     * @throws NotHeldException if it cannot be reached, or cannot answer for this
     * @throws NoSecretException if no instance can be asked
     */
    public HttpResponse<byte[]> forward(Instance instance, String uri, Map<String, String> headers, Duration timeout) {
        HttpRequest.Builder request =
                request(instance, PeerProtocol.PREFIX + uri, timeout).GET();
        headers.forEach(request::header);
        return send(instance, request.build(), Call.READ);
    }

    private HttpRequest.Builder request(Instance instance, String uri, Duration timeout) {
        Secret known = secret.orElseThrow(() -> new NoSecretException("This is with another instance, " + instance
                + ", which can be asked only with " + ConfigKey.CLUSTER_SECRET.key()
                + ": set it to the same on all instances"));
        return HttpRequest.newBuilder(URI.create(scheme + "://" + instance + uri))
                .timeout(timeout)
                .header(PeerProtocol.SECRET, known.value());
    }

    private HttpResponse<byte[]> send(Instance instance, HttpRequest request, Call call) {
        Long since = downSince.get(instance);
        if (since != null && System.nanoTime() - since < DOWN.toNanos()) {
            throw new NotHeldException(instance + " cannot be reached");
        }
        long start = System.nanoTime();
        Result result = Result.UNREACHABLE;
        try {
            HttpResponse<byte[]> response = exchange(request);
            downSince.remove(instance);
            result = result(response);
            return switch (result) {
                case ANSWERED -> response;
                case NOT_HELD -> throw new NotHeldException(instance + " does not have it now");
                case REFUSED, UNREACHABLE -> throw refused(instance, response.statusCode());
            };
        } catch (ConnectException | HttpConnectTimeoutException e) {
            downSince.put(instance, System.nanoTime());
            throw new NotHeldException(instance + " cannot be reached", e);
        } catch (SSLException e) {
            downSince.put(instance, System.nanoTime());
            LOG.warn(
                    "{} cannot be asked over TLS: {}; its certificate must name it so and be issued by whom {} names,"
                            + " and all instances must speak TLS",
                    instance,
                    e.getMessage(),
                    ConfigKey.TLS_CA.key());
            throw new NotHeldException(instance + " cannot be asked over TLS", e);
        } catch (IOException e) {
            throw new NotHeldException(instance + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotHeldException("interrupted while asking " + instance, e);
        } finally {
            metrics.called(call, result, System.nanoTime() - start);
        }
    }

    /** Within the request's timeout, which for the client itself is over when the head of an answer is there. */
    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return response.get(request.timeout().orElseThrow().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("the answer is not whole in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException fault ? fault : new IOException(e.getCause());
        } finally {
            response.cancel(true);
        }
    }

    private static Result result(HttpResponse<byte[]> response) {
        if (response.headers().firstValue(PeerProtocol.ANSWERED).isEmpty()) {
            return Result.REFUSED;
        }
        return response.statusCode() == PeerProtocol.NOT_HELD ? Result.NOT_HELD : Result.ANSWERED;
    }

    private static NotHeldException refused(Instance instance, int status) {
        LOG.warn("{} answers {}: is {} the same there?", instance, status, ConfigKey.CLUSTER_SECRET.key());
        return new NotHeldException(
                instance + " refuses this instance: " + ConfigKey.CLUSTER_SECRET.key() + " must be the same on both");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
