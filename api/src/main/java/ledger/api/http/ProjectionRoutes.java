package ledger.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import ledger.projections.generations.ProjectionManager;
import ledger.projections.generations.ProjectionStatus;
import ledger.projections.generations.ProjectionStatus.RebuildStatus;
import ledger.projections.generations.RebuildOptions;

/** How the read models are, and their rebuilding. */
final class ProjectionRoutes {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final String SKIP_POISON = "skipPoison";
    private static final String SKIP_COMPARISON = "skipComparison";

    private final ProjectionManager projections;
    private final int maxBodyBytes;

    ProjectionRoutes(ProjectionManager projections, int maxBodyBytes) {
        this.projections = projections;
        this.maxBodyBytes = maxBodyBytes;
    }

    void add(Endpoints endpoints) {
        endpoints
                .get("/v1/projections", this::list)
                .get("/v1/projections/{name}", this::one)
                .post("/v1/projections/{name}/rebuild", this::rebuild)
                .delete("/v1/projections/{name}/rebuild", this::cancel);
    }

    private void list(Context exchange) {
        Exchanges.allowParameters(exchange, "limit", "cursor");
        Exchanges.writeJson(
                exchange,
                OK,
                ShortLists.page(
                        exchange,
                        "projections",
                        projections.statuses(),
                        ProjectionStatus::name,
                        ProjectionRoutes::json));
    }

    private void one(Context exchange) {
        Exchanges.allowParameters(exchange);
        Exchanges.writeJson(exchange, OK, json(status(exchange.pathParam("name"))));
    }

    private void rebuild(Context exchange) {
        Exchanges.allowParameters(exchange, SKIP_POISON, SKIP_COMPARISON);
        String name = exchange.pathParam("name");
        RebuildOptions options =
                new RebuildOptions(Exchanges.flag(exchange, SKIP_POISON), Exchanges.flag(exchange, SKIP_COMPARISON));
        // That there is none of the name is said before what is wrong with the body.
        var _ = status(name);
        Exchanges.requireNoFields(exchange, maxBodyBytes);
        if (projections.rebuild(name, options).isEmpty()) {
            throw notFound(name);
        }
        exchange.header("Location", "/v1/projections/" + name);
        Exchanges.writeJson(exchange, ACCEPTED, json(status(name)));
    }

    private void cancel(Context exchange) {
        Exchanges.allowParameters(exchange);
        String name = exchange.pathParam("name");
        if (!projections.cancel(name).orElseThrow(() -> notFound(name))) {
            throw Problem.of(ProblemCode.REBUILD_NOT_FOUND, "The projection " + name + " is not being rebuilt.")
                    .with("projection", name)
                    .asException();
        }
        Exchanges.writeJson(exchange, OK, json(status(name)));
    }

    private ProjectionStatus status(String name) {
        return projections.status(name).orElseThrow(() -> notFound(name));
    }

    private static RuntimeException notFound(String name) {
        return Problem.of(ProblemCode.PROJECTION_NOT_FOUND, "No projection has the name " + name + ".")
                .with("projection", name)
                .asException();
    }

    private static ObjectNode json(ProjectionStatus status) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", status.name());
        body.put("generation", status.generation());
        body.put("state", status.state().name());
        body.put("lag", status.lag());
        RebuildStatus rebuild = status.rebuild();
        body.set("rebuild", rebuild == null ? null : json(rebuild));
        if (status.failure() != null) {
            body.put("failure", status.failure());
        }
        return body;
    }

    private static ObjectNode json(RebuildStatus rebuild) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("generation", rebuild.generation());
        body.put("replayed", rebuild.replayed());
        body.put("total", rebuild.total());
        body.put("eventsPerSecond", rebuild.eventsPerSecond());
        body.put("secondsLeft", rebuild.secondsLeft());
        body.put("state", rebuild.state().name());
        if (rebuild.comparison() != null) {
            body.put("comparison", rebuild.comparison());
        }
        if (rebuild.failure() != null) {
            body.put("failure", rebuild.failure());
        }
        return body;
    }
}
