package ledger.api.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.util.List;
import java.util.TreeSet;
import ledger.api.answers.CommandAnswers;
import ledger.api.auth.KeysUnavailableException;
import ledger.api.cluster.PeerProtocol;
import ledger.api.commands.CommandsOverloadedException;
import ledger.api.commands.RepliesUnavailableException;
import ledger.api.commands.ShardsUnavailableException;
import ledger.api.feed.FeedsUnavailableException;
import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import ledger.api.problems.ProblemException;
import ledger.projections.ReadModelUnavailableException;
import ledger.projections.cluster.NoSecretException;
import ledger.projections.generations.ControlLogException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is thrown while a request is answered, as problems. A fault of our own is logged and says nothing of itself. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final int UNAVAILABLE = 503;
    private static final int NOT_FOUND = 404;

    private Faults() {}

    static void register(RoutesConfig routes) {
        routes.exception(MethodNotAllowedResponse.class, (exception, exchange) -> {
            if (exchange.path().startsWith(PeerProtocol.PREFIX + "/")) {
                exchange.status(NOT_FOUND);
                return;
            }
            String allowed = allowed(exception);
            exchange.header("Allow", allowed);
            write(exchange, Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "This address answers " + allowed + "."));
        });
        // Javalin has a handler of its own for this kind, whose answer depends on what the client says that it accepts.
        routes.exception(HttpResponseException.class, (exception, exchange) -> {
            if (exception.getStatus() == NOT_FOUND) {
                exchange.status(NOT_FOUND);
            } else {
                write(exchange, problem(exception));
            }
        });
        routes.exception(Exception.class, (exception, exchange) -> write(exchange, problem(exception)));
        routes.error(NOT_FOUND, exchange -> {
            String type = exchange.res().getContentType();
            if (exchange.resultInputStream() == null || type == null || type.startsWith("text/plain")) {
                write(exchange, Problem.of(ProblemCode.NOT_FOUND, "There is nothing at " + exchange.path() + "."));
            }
        });
    }

    /** The methods that the address has handlers for. To a registry's GETs, the framework adds the HEADs by itself. */
    private static String allowed(MethodNotAllowedResponse exception) {
        TreeSet<String> methods = new TreeSet<>();
        exception.getDetails().values().forEach(list -> methods.addAll(List.of(list.split(", ", -1))));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    static Problem problem(Exception exception) {
        return switch (exception) {
            case ProblemException e -> e.problem();
            case CommandsOverloadedException _ ->
                Problem.of(ProblemCode.OVERLOADED, "The command was not accepted; nothing has happened. Try again.");
            case RepliesUnavailableException _, ShardsUnavailableException _ ->
                Problem.of(ProblemCode.NOT_READY, "The command was not accepted; nothing has happened. Try again.");
            case KeysUnavailableException e -> {
                LOG.warn("No token can be checked", e);
                yield Problem.of(ProblemCode.NOT_READY, "Tokens cannot be checked at the moment. Try again.");
            }
            case NoSecretException e -> Problem.of(ProblemCode.NOT_READY, e.getMessage() + ".");
            case FeedsUnavailableException e
            when e.overloaded() ->
                Problem.of(
                        ProblemCode.OVERLOADED,
                        "The instance has as many event feeds open as it may. Try again later.");
            case FeedsUnavailableException _ ->
                Problem.of(ProblemCode.NOT_READY, "The event feed could not be opened. Try again.");
            case ReadModelUnavailableException e ->
                Problem.of(ProblemCode.READ_MODEL_UNAVAILABLE, e.getMessage() + ".");
            case ControlLogException e -> {
                LOG.warn("The control log of the read models cannot be used", e);
                yield Problem.of(ProblemCode.NOT_READY, "Nothing is known to have changed. Try again.");
            }
            case HttpResponseException e
            when e.getStatus() < 500 -> Problem.of(ProblemCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
            default -> {
                LOG.error("Fault while answering a request", exception);
                yield Problem.of(ProblemCode.INTERNAL_ERROR, "The fault was logged under the request id.");
            }
        };
    }

    private static void write(Context exchange, Problem problem) {
        if (problem.code().status() == UNAVAILABLE) {
            exchange.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        Exchanges.write(
                exchange,
                CommandAnswers.problem(problem, Routing.clientUri(exchange.req().getRequestURI())));
    }
}
