package ledger.api.registry;

import io.javalin.Javalin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import ledger.registry.InMemorySchemaLog;
import ledger.registry.SubjectRegistry;
import org.jspecify.annotations.Nullable;

/** A registry behind its REST API on a free port, with a plain HTTP client to ask it. */
final class RegistryServer implements AutoCloseable {
    private static final String PREFIX = "/registry";

    private final Javalin javalin;
    private final HttpClient http = HttpClient.newHttpClient();

    RegistryServer() {
        RegistryRoutes routes = new RegistryRoutes(new SubjectRegistry(new InMemorySchemaLog()), "cluster-1");
        javalin = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    routes.addTo(config.routes, PREFIX);
                })
                .start("127.0.0.1", 0);
    }

    String url() {
        return "http://127.0.0.1:" + javalin.port() + PREFIX;
    }

    /** The answer as its status, a space and the body. */
    String ask(String method, String path, @Nullable String body) {
        HttpResponse<String> response = send(method, path, body, "Accept", "*/*");
        return response.statusCode() + " " + response.body();
    }

    HttpResponse<String> send(String method, String path, @Nullable String body, String header, String value) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .header(header, value)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The server is gone; it may be closed still. */
    void stop() {
        javalin.stop();
    }

    @Override
    public void close() {
        http.close();
        stop();
    }
}
