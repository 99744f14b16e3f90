package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ledger rebuild NAME}: starts the rebuild and watches it until the new generation serves. Interrupting the
 * command does not stop the rebuild.
 */
@Command(name = "rebuild", description = "Rebuilds a read model from the first event on, and waits until it serves.")
final class RebuildCommand extends ClientCommand {

    private static final Duration POLL = Duration.ofMillis(250);

    /** How often we ask before we believe that a rebuild that never showed is not there (10 s). */
    private static final int POLLS_UNTIL_VISIBLE = 40;

    private static final Set<String> ENDED_BADLY = Set.of("FAILED", "CANCELLED");

    @Parameters(index = "0", paramLabel = "NAME", description = "The read model, as in 'balances'.")
    private String name = "";

    @Option(
            names = "--skip-poison",
            description = "Pass over records that are no events, instead of failing at the first.")
    private boolean skipPoison;

    @Option(
            names = "--skip-comparison",
            description = "Switch without comparing the new generation with the one that serves.")
    private boolean skipComparison;

    RebuildCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient client) {
        String path = ApiClient.path("v1", "projections", named("NAME", name));
        long before = generation(require(client.get(path, Map.of())));
        long startNanos = System.nanoTime();
        JsonNode started = require(client.post(path + "/rebuild" + query(), Map.of()));
        ApiAnswer last = watch(client, path, started, before);
        if (options.json()) {
            terminal.out().println(last.text().strip());
        } else {
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            terminal.out()
                    .println(Terminal.printable("rebuilt %s: generation %d serves after %s s"
                            .formatted(name, generation(last.json()), String.format(Locale.ROOT, "%.1f", seconds))));
        }
        return DONE;
    }

    private String query() {
        List<String> wanted = new ArrayList<>();
        if (skipPoison) {
            wanted.add("skipPoison=true");
        }
        if (skipComparison) {
            wanted.add("skipComparison=true");
        }
        return wanted.isEmpty() ? "" : "?" + String.join("&", wanted);
    }

    /** Follows the rebuild; returns the projection as it stands once its new generation serves. */
    private ApiAnswer watch(ApiClient client, String path, JsonNode started, long before) {
        JsonNode rebuild = started.path("rebuild");
        boolean seen = rebuild.isObject();
        long total = rebuild.path("total").asLong(0);
        try (ProgressLine progress = new ProgressLine(terminal, options.json(), "rebuild " + name, total, "events")) {
            for (int polls = 0; ; polls++) {
                ApiAnswer answer = ask(client, path);
                JsonNode projection = require(answer);
                rebuild = projection.path("rebuild");
                if (rebuild.isObject()) {
                    seen = true;
                    show(progress, rebuild);
                    requireAlive(rebuild);
                } else if (generation(projection) != before) {
                    if ("FAILED".equals(projection.path("state").asText())) {
                        throw new CliException("the rebuilt " + name + " has failed: see the server's log");
                    }
                    return answer;
                } else if (seen || polls >= POLLS_UNTIL_VISIBLE) {
                    throw new CliException("the rebuild of " + name + " ended without a new generation: "
                            + "it was cancelled or has failed, see the server's log");
                }
                terminal.pause(POLL);
            }
        }
    }

    /** Asks for the projection, with patience while the server says that it cannot tell just now. */
    private ApiAnswer ask(ApiClient client, String path) {
        ApiAnswer answer = client.get(path, Map.of());
        for (int tries = 1; answer.retriable() && tries < POLLS_UNTIL_VISIBLE; tries++) {
            terminal.pause(answer.retryAfter().orElse(POLL));
            answer = client.get(path, Map.of());
        }
        return answer;
    }

    private void requireAlive(JsonNode rebuild) {
        String state = rebuild.path("state").asText();
        if (ENDED_BADLY.contains(state)) {
            String failure = rebuild.path("failure").asText("");
            throw new CliException("the rebuild of " + name + " is " + state + ": "
                    + (failure.isEmpty() ? "" : failure + ": ") + "the old generation goes on serving");
        }
    }

    private static void show(ProgressLine progress, JsonNode rebuild) {
        progress.total(rebuild.path("total").asLong(0));
        progress.show(rebuild.path("replayed").asLong(0), what(rebuild));
    }

    /** What the rebuild does, beside the bar. */
    static String what(JsonNode rebuild) {
        return switch (rebuild.path("state").asText()) {
            case "QUEUED" -> "waits for other rebuilds";
            case "COMPARING" -> "compared with the old generation, " + Table.cell(rebuild, "comparison");
            default -> {
                String left = Table.cell(rebuild, "secondsLeft");
                yield "%s events/s%s"
                        .formatted(
                                Table.cell(rebuild, "eventsPerSecond"), left.isEmpty() ? "" : ", " + left + " s left");
            }
        };
    }

    private static long generation(JsonNode projection) {
        return projection.path("generation").asLong(0);
    }
}
