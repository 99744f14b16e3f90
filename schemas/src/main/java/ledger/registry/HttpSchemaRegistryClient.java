package ledger.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.SSLContext;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Asks a registry over the Confluent Schema Registry REST API. Ids and schemas never change, so that each is fetched
 * once. A server that gives no answer, or answers with a 5xx status, is passed over for the next; the one that answered
 * last is asked first. Every request is safe to repeat.
 */
public final class HttpSchemaRegistryClient implements SchemaRegistryClient {
    private final List<Server> servers;
    private final Duration readTimeout;
    private final HttpClient http;
    private final ConcurrentMap<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final ConcurrentMap<InSubject, Integer> ids = new ConcurrentHashMap<>();
    private volatile int preferred;

    /**
     * A server of the registry.
     *
     * @param baseUrl without a slash at the end and without credentials
     * @param authorization value of the header of that name, or null
     */
    public record Server(String baseUrl, @Nullable String authorization) {
        /** Without what opens it. */
        @Override
        public String toString() {
            return baseUrl;
        }
    }

    private record InSubject(String subject, Schema schema) {}

    /**
     * @param servers at least one; all of the same registry
     * @param connectTimeout longest wait for a connection to one server
     * @param readTimeout longest wait for one server's answer
     * @param trust whom to trust at {@code https} URLs; empty: whom the Java runtime does
     */
    public HttpSchemaRegistryClient(
            List<Server> servers, Duration connectTimeout, Duration readTimeout, Optional<SSLContext> trust) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no server given");
        }
        this.servers = List.copyOf(servers);
        this.readTimeout = readTimeout;
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(connectTimeout).version(HttpClient.Version.HTTP_1_1);
        trust.ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    @Override
    public int register(String subject, Schema schema) {
        return idFrom("/subjects/" + encode(subject) + "/versions", subject, schema);
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return idFrom("/subjects/" + encode(subject), subject, schema);
    }

    private int idFrom(String path, String subject, Schema schema) {
        InSubject key = new InSubject(subject, schema);
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        int id = field(request("POST", path, body("schema", schema.toString())), "id")
                .asInt();
        ids.put(key, id);
        return id;
    }

    @Override
    public Schema schemaById(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        JsonNode answer = request("GET", "/schemas/ids/" + id, null);
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new SchemaRegistryException(
                    422, 42201, "Schema " + id + " is of type " + type + "; only AVRO is supported");
        }
        Schema schema = parse(field(answer, "schema").asText());
        schemas.put(id, schema);
        return schema;
    }

    @Override
    public RegisteredSchema latest(String subject) {
        JsonNode answer = request("GET", "/subjects/" + encode(subject) + "/versions/latest", null);
        return new RegisteredSchema(
                subject,
                field(answer, "version").asInt(),
                field(answer, "id").asInt(),
                parse(field(answer, "schema").asText()));
    }

    @Override
    public CompatibilityLevel compatibility(@Nullable String subject) {
        JsonNode answer =
                request("GET", subject == null ? "/config" : configPath(subject) + "?defaultToGlobal=true", null);
        return CompatibilityLevel.of(field(answer, "compatibilityLevel").asText());
    }

    @Override
    public void setCompatibility(@Nullable String subject, CompatibilityLevel level) {
        request("PUT", subject == null ? "/config" : configPath(subject), body("compatibility", level.name()));
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private JsonNode request(String method, String path, @Nullable String body) {
        List<String> failures = new ArrayList<>();
        SchemaRegistryException last = null;
        int first = preferred;
        for (int i = 0; i < servers.size(); i++) {
            int index = (first + i) % servers.size();
            try {
                JsonNode answer = send(servers.get(index), method, path, body);
                preferred = index;
                return answer;
            } catch (SchemaRegistryException e) {
                if (!e.retriable()) {
                    preferred = index;
                    throw e;
                }
                failures.add(servers.get(index) + ": " + e.getMessage());
                last = e;
            }
        }
        if (last == null) {
            throw new IllegalStateException("no server was asked");
        }
        throw new SchemaRegistryException(
                last.httpStatus(),
                last.errorCode(),
                method + " " + path + " failed: " + String.join("; ", failures),
                last);
    }

    private JsonNode send(Server server, String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                .timeout(readTimeout)
                .header("Accept", RegistryJson.CONTENT_TYPE + ", application/json;q=0.9")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", RegistryJson.CONTENT_TYPE);
        }
        if (server.authorization() != null) {
            request.header("Authorization", server.authorization());
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return answerOf(response);
        } catch (IOException e) {
            throw new SchemaRegistryException(
                    SchemaRegistryException.NO_ANSWER,
                    50001,
                    "no answer (" + e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage())
                            + ")",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchemaRegistryException(
                    SchemaRegistryException.NO_ANSWER, 50001, "interrupted while waiting for the answer", e);
        }
    }

    private static JsonNode answerOf(HttpResponse<String> response) {
        int status = response.statusCode();
        JsonNode answer;
        try {
            answer = RegistryJson.MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new SchemaRegistryException(
                    status / 100 == 2 ? 502 : status,
                    status / 100 == 2 ? 502 : status,
                    "HTTP " + status + " without JSON: is this the base URL of a schema registry?",
                    e);
        }
        if (status / 100 != 2) {
            throw new SchemaRegistryException(
                    status,
                    answer.path("error_code").asInt(status),
                    answer.path("message").asText("HTTP " + status));
        }
        return answer;
    }

    private static JsonNode field(JsonNode answer, String name) {
        if (!answer.hasNonNull(name)) {
            throw new SchemaRegistryException(502, 502, "The registry's answer has no \"" + name + "\"");
        }
        return answer.path(name);
    }

    private static Schema parse(String json) {
        try {
            return PortableSchemas.parse(json);
        } catch (AvroRuntimeException e) {
            throw new SchemaRegistryException(422, 42201, "The registry's schema is not valid: " + e.getMessage(), e);
        }
    }

    private static String configPath(String subject) {
        return "/config/" + encode(subject);
    }

    private static String body(String field, String value) {
        return JsonNodeFactory.instance.objectNode().put(field, value).toString();
    }

    /** URLEncoder is for forms: in a path, a space is %20. */
    private static String encode(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
