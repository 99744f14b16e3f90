package ledger.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;

/** One connection, kept alive, with one request at a time. Used by one thread. */
final class HttpConnection implements AutoCloseable {
    /** As clients in use send small bodies: at once, where this library's own would first ask whether they may come. */
    private static final HttpProcessor PROCESSOR = HttpProcessorBuilder.create()
            .addAll(RequestTargetHost.INSTANCE, RequestContent.INSTANCE, RequestConnControl.INSTANCE)
            .build();

    private final HttpHost host;
    private final HttpRequestExecutor executor = new HttpRequestExecutor();
    private final DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(Http1Config.DEFAULT);

    HttpConnection(URI api) throws IOException {
        host = new HttpHost(api.getScheme(), api.getHost(), api.getPort());
        connect();
    }

    private void connect() throws IOException {
        Socket socket = new Socket(host.getHostName(), host.getPort());
        socket.setTcpNoDelay(true);
        connection.bind(socket);
    }

    /**
     * A request to send.
     *
     * @param body empty: none
     * @param units how much it is worth: commands in it
     */
    record Request(String method, String path, String key, String body, String contentType, int units) {
        static Request get(String path) {
            return new Request("GET", path, "", "", "", 1);
        }

        static Request post(String path, String key, String json) {
            return new Request("POST", path, key, json, "application/json", 1);
        }

        static Request post(String path) {
            return new Request("POST", path, "", "", "", 1);
        }

        static Request batch(String lines, int units) {
            return new Request("POST", "/v1/batches", "", lines, "application/x-ndjson", units);
        }
    }

    /**
     * Sends it and reads the answer.
     *
     * @return its body
     * @throws IllegalStateException if the answer is not 2xx: a failure is not a fast success
     */
    String send(Request request) throws IOException {
        BasicClassicHttpRequest message = new BasicClassicHttpRequest(request.method(), host, request.path());
        if (!request.key().isEmpty()) {
            message.setHeader("Idempotency-Key", request.key());
        }
        if (!request.body().isEmpty()) {
            message.setHeader("Prefer", "wait=60");
            message.setEntity(
                    new ByteArrayEntity(request.body().getBytes(UTF_8), ContentType.create(request.contentType())));
        }
        HttpCoreContext context = HttpCoreContext.create();
        try {
            executor.preProcess(message, PROCESSOR, context);
            try (ClassicHttpResponse response = executor.execute(message, connection, context)) {
                executor.postProcess(response, PROCESSOR, context);
                String body = response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity(), UTF_8);
                if (!DefaultConnectionReuseStrategy.INSTANCE.keepAlive(message, response, context)) {
                    connection.close();
                    connect();
                }
                if (response.getCode() / 100 != 2) {
                    throw new IllegalStateException(request.method() + " " + request.path() + " was answered with "
                            + response.getCode() + ": " + body);
                }
                return body;
            }
        } catch (HttpException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
