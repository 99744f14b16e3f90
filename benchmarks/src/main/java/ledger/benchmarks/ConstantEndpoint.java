package ledger.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.Javalin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A Javalin server with one endpoint that does nothing, in a process of its own, as the ledger is. */
final class ConstantEndpoint implements AutoCloseable {
    private static final String ANSWER = """
            {"accountId":"bench:1","currency":"EUR","balance":"1.00","reserved":"0.00","available":"1.00","version":1}""";

    private final Process process;
    private final URI url;

    private ConstantEndpoint(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static ConstantEndpoint start() throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+UseParallelGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ConstantEndpoint.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String port = out.readLine();
        if (port == null) {
            throw new IllegalStateException("the constant endpoint did not start");
        }
        return new ConstantEndpoint(process, URI.create("http://127.0.0.1:" + port));
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
    }

    // Tells its port to the process that started it.
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        Javalin server = Javalin.create(config -> {
                    config.concurrency.useVirtualThreads = true;
                    config.routes.get(
                            "/",
                            exchange -> exchange.contentType("application/json").result(ANSWER));
                })
                .start("127.0.0.1", 0);
        System.out.println(server.port());
    }
}
