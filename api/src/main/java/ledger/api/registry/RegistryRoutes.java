package ledger.api.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ledger.registry.CompatibilityLevel;
import ledger.registry.RegistryJson;
import ledger.registry.SchemaRegistryException;
import ledger.registry.SubjectRegistry;
import ledger.registry.SubjectVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST API of the Confluent Schema Registry over a {@link SubjectRegistry}: paths, bodies and error codes are
 * Confluent's, the rules are the registry's. Errors are answered here, as {@code {"error_code":…,"message":…}}, and never
 * reach the server's own handlers; where no route answers, what they have said is replaced. The {@code normalize} parameter is
 * accepted and ignored.
 */
public final class RegistryRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryRoutes.class);
    private static final String READ_WRITE = "READWRITE";
    private static final String ANSWERED = "registry-answered";
    private static final Map<Integer, String> UNROUTED =
            Map.of(404, "HTTP 404 Not Found", 405, "HTTP 405 Method Not Allowed");

    private final SubjectRegistry registry;
    private final String kafkaClusterId;

    /**
     * @param registry what answers
     * @param kafkaClusterId id of the Kafka cluster that keeps the log, for {@code /v1/metadata/id}
     */
    public RegistryRoutes(SubjectRegistry registry, String kafkaClusterId) {
        this.registry = registry;
        this.kafkaClusterId = kafkaClusterId;
    }

    /** What a route does: the answer's body, to be written as JSON. */
    @FunctionalInterface
    private interface Operation {
        Object answer(Context ctx);
    }

    /**
     * Adds the routes.
     *
     * @param routes Javalin's {@code config.routes}
     * @param prefix path that all routes begin with, such as {@code /registry}; empty for none
     */
    public void addTo(JavalinDefaultRoutingApi routes, String prefix) {
        routes.get(prefix + "/", handler(ctx -> Map.of()));
        addSubjects(routes, prefix + "/subjects");
        addSchemas(routes, prefix + "/schemas");
        addCompatibility(routes, prefix + "/compatibility/subjects/{subject}/versions");
        addConfig(routes, prefix + "/config");
        addMode(routes, prefix + "/mode");
        routes.get(prefix + "/v1/metadata/id", handler(ctx -> metadata()));
        routes.after(prefix + "/*", RegistryRoutes::answerInOurFormat);
    }

    /** What no route has answered, there being none for the address or the method, the server has answered as its own. */
    private static void answerInOurFormat(Context ctx) throws JsonProcessingException {
        String message = UNROUTED.get(ctx.statusCode());
        if (ctx.attribute(ANSWERED) == null && message != null) {
            write(ctx, ordered("error_code", ctx.statusCode(), "message", message));
        }
    }

    private void addSubjects(JavalinDefaultRoutingApi routes, String path) {
        String subject = path + "/{subject}";
        String version = subject + "/versions/{version}";
        routes.get(path, handler(this::subjects));
        routes.post(
                subject,
                handler(ctx -> body(registry.lookup(
                        subject(ctx), RegistryRequest.schema(ctx), RegistryRequest.flag(ctx, "deleted")))));
        routes.delete(
                subject, handler(ctx -> registry.deleteSubject(subject(ctx), RegistryRequest.flag(ctx, "permanent"))));
        routes.get(
                subject + "/versions",
                handler(ctx -> registry.versions(subject(ctx), RegistryRequest.flag(ctx, "deleted"))));
        routes.post(
                subject + "/versions",
                handler(ctx -> Map.of("id", registry.register(subject(ctx), RegistryRequest.schema(ctx)))));
        routes.get(version, handler(ctx -> body(version(ctx))));
        routes.get(version + "/schema", handler(ctx -> new RawJson(version(ctx).schema())));
        routes.get(version + "/referencedby", handler(ctx -> {
            version(ctx);
            return List.of();
        }));
        routes.delete(
                version,
                handler(ctx -> registry.deleteVersion(
                        subject(ctx), versionNumber(ctx), RegistryRequest.flag(ctx, "permanent"))));
    }

    private void addSchemas(JavalinDefaultRoutingApi routes, String path) {
        routes.get(path + "/types", handler(ctx -> List.of("AVRO")));
        routes.get(path + "/ids/{id}", handler(ctx -> Map.of("schema", registry.schemaById(id(ctx)))));
        routes.get(path + "/ids/{id}/schema", handler(ctx -> new RawJson(registry.schemaById(id(ctx)))));
        routes.get(
                path + "/ids/{id}/subjects",
                handler(ctx -> registry.usesOf(id(ctx), RegistryRequest.flag(ctx, "deleted")).stream()
                        .map(SubjectVersion::subject)
                        .distinct()
                        .sorted()
                        .toList()));
        routes.get(
                path + "/ids/{id}/versions",
                handler(ctx -> registry.usesOf(id(ctx), RegistryRequest.flag(ctx, "deleted")).stream()
                        .map(use -> ordered("subject", use.subject(), "version", use.version()))
                        .toList()));
    }

    private void addCompatibility(JavalinDefaultRoutingApi routes, String path) {
        routes.post(path, handler(ctx -> compatibility(ctx, null)));
        routes.post(path + "/{version}", handler(ctx -> compatibility(ctx, versionNumber(ctx))));
    }

    private void addConfig(JavalinDefaultRoutingApi routes, String path) {
        String subject = path + "/{subject}";
        routes.get(path, handler(ctx -> level(registry.globalLevel())));
        routes.put(path, handler(ctx -> setLevel(ctx, null)));
        routes.delete(path, handler(ctx -> level(registry.deleteLevel(null))));
        routes.get(
                subject,
                handler(ctx -> level(
                        RegistryRequest.flag(ctx, "defaultToGlobal")
                                ? registry.effectiveLevel(subject(ctx))
                                : registry.level(subject(ctx)))));
        routes.put(subject, handler(ctx -> setLevel(ctx, subject(ctx))));
        routes.delete(subject, handler(ctx -> level(registry.deleteLevel(subject(ctx)))));
    }

    private void addMode(JavalinDefaultRoutingApi routes, String path) {
        routes.get(path, handler(ctx -> Map.of("mode", READ_WRITE)));
        routes.put(path, handler(RegistryRoutes::setMode));
        routes.get(path + "/{subject}", handler(RegistryRoutes::subjectMode));
        routes.put(path + "/{subject}", handler(RegistryRoutes::setMode));
    }

    private Object subjects(Context ctx) {
        String prefix = ctx.queryParam("subjectPrefix");
        return registry.subjects(RegistryRequest.flag(ctx, "deleted")).stream()
                .filter(subject -> prefix == null || subject.startsWith(prefix))
                .toList();
    }

    private Object compatibility(Context ctx, @Nullable Integer version) {
        List<String> reasons = registry.incompatibilities(subject(ctx), version, RegistryRequest.schema(ctx));
        return RegistryRequest.flag(ctx, "verbose")
                ? ordered("is_compatible", reasons.isEmpty(), "messages", reasons)
                : Map.of("is_compatible", reasons.isEmpty());
    }

    private Object setLevel(Context ctx, @Nullable String subject) {
        CompatibilityLevel level = CompatibilityLevel.of(RegistryRequest.text(ctx, "compatibility", 42203));
        registry.setLevel(subject, level);
        return Map.of("compatibility", level);
    }

    private static Object setMode(Context ctx) {
        String mode = RegistryRequest.text(ctx, "mode", 42204);
        if (!mode.equals(READ_WRITE)) {
            throw new SchemaRegistryException(
                    422, 42204, "Invalid mode " + mode + ": this registry has READWRITE only");
        }
        return Map.of("mode", READ_WRITE);
    }

    private static Object subjectMode(Context ctx) {
        if (!RegistryRequest.flag(ctx, "defaultToGlobal")) {
            throw new SchemaRegistryException(
                    404, 40409, "Subject '" + subject(ctx) + "' does not have subject-level mode configured");
        }
        return Map.of("mode", READ_WRITE);
    }

    private Object metadata() {
        Object clusters = ordered("kafka-cluster", kafkaClusterId, "schema-registry-cluster", "schema-registry");
        return ordered("scope", ordered("path", List.of(), "clusters", clusters), "id", "");
    }

    private SubjectVersion version(Context ctx) {
        return registry.version(subject(ctx), versionNumber(ctx), RegistryRequest.flag(ctx, "deleted"));
    }

    private static String subject(Context ctx) {
        return ctx.pathParam("subject");
    }

    private static int versionNumber(Context ctx) {
        return SubjectRegistry.parseVersion(ctx.pathParam("version"));
    }

    private static int id(Context ctx) {
        String id = ctx.pathParam("id");
        try {
            return Integer.parseInt(id);
        } catch (NumberFormatException e) {
            throw new SchemaRegistryException(404, 404, "Schema id '" + id + "' is not a number", e);
        }
    }

    private static Map<String, Object> body(SubjectVersion version) {
        Map<String, Object> body = ordered("subject", version.subject(), "version", version.version());
        body.put("id", version.id());
        body.put("schema", version.schema());
        return body;
    }

    private static Map<String, Object> level(CompatibilityLevel level) {
        return Map.of("compatibilityLevel", level);
    }

    private static Map<String, Object> ordered(String key1, Object value1, String key2, Object value2) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key1, value1);
        map.put(key2, value2);
        return map;
    }

    /** An answer that is JSON already. */
    private record RawJson(String text) {}

    private static Handler handler(Operation operation) {
        return ctx -> {
            Object answer;
            try {
                answer = operation.answer(ctx);
            } catch (SchemaRegistryException e) {
                int status = e.httpStatus() == SchemaRegistryException.NO_ANSWER ? 500 : e.httpStatus();
                ctx.status(status);
                answer = ordered("error_code", e.errorCode(), "message", String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
                ctx.status(500);
                answer = ordered("error_code", 50001, "message", "Error in the schema registry: " + e);
            }
            ctx.attribute(ANSWERED, true);
            write(ctx, answer);
        };
    }

    private static void write(Context ctx, Object answer) throws JsonProcessingException {
        String accepted = ctx.header("Accept");
        boolean plain = accepted != null && accepted.contains("application/json") && !accepted.contains("vnd.");
        ctx.result(answer instanceof RawJson raw ? raw.text() : RegistryJson.MAPPER.writeValueAsString(answer));
        ctx.contentType(plain ? "application/json" : RegistryJson.CONTENT_TYPE);
    }
}
