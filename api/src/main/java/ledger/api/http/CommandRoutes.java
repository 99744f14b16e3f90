package ledger.api.http;

import io.javalin.http.Context;
import ledger.api.answers.Answer;
import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import ledger.api.requests.InvalidRequest;
import ledger.language.CommandId;

/** What became of a command. */
final class CommandRoutes {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final CommandCalls commands;

    CommandRoutes(CommandCalls commands) {
        this.commands = commands;
    }

    void add(Endpoints endpoints) {
        endpoints.get("/v1/commands/{key}", this::outcome);
    }

    private void outcome(Context exchange) {
        Exchanges.allowParameters(exchange);
        String key = exchange.pathParam("key");
        if (!CommandId.isValid(key)) {
            throw InvalidRequest.parameter("key", "must be 1 to 255 visible ASCII characters");
        }
        Answer answer = commands.known(Guard.caller(exchange), new CommandId(key));
        if (answer == null) {
            throw Problem.of(ProblemCode.COMMAND_NOT_FOUND, "No command is known by the key " + key + ".")
                    .with("idempotencyKey", key)
                    .asException();
        }
        // The question is answered, whatever the answer to the command was: that stands in the body.
        exchange.header("Idempotency-Key", key);
        answer.headers().forEach(exchange::header);
        Exchanges.writeJson(exchange, answer.status() == ACCEPTED ? ACCEPTED : OK, answer.body());
    }
}
