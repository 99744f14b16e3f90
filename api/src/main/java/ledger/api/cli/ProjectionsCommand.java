package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code ledger projections}: the read models, how far each is behind, and which is being rebuilt. */
@Command(name = "projections", description = "Lists the read models.")
final class ProjectionsCommand extends ClientCommand {

    ProjectionsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient client) {
        ApiAnswer answer = client.get("/v1/projections", Map.of());
        Table table = new Table()
                .text("projection", "state")
                .figures("generation", "lag")
                .text("rebuild");
        require(answer)
                .path("items")
                .forEach(projection -> table.row(
                        Table.cell(projection, "name"),
                        Table.cell(projection, "state"),
                        Table.cell(projection, "generation"),
                        Table.cell(projection, "lag"),
                        rebuild(projection.path("rebuild"))));
        print(answer, table);
        return DONE;
    }

    private static String rebuild(JsonNode rebuild) {
        if (!rebuild.isObject()) {
            return "";
        }
        String failure = Table.cell(rebuild, "failure");
        String more = failure.isEmpty() ? Table.cell(rebuild, "comparison") : failure;
        return "generation %s: %s of %s events, %s%s"
                .formatted(
                        Table.cell(rebuild, "generation"),
                        Table.cell(rebuild, "replayed"),
                        Table.cell(rebuild, "total"),
                        Table.cell(rebuild, "state"),
                        more.isEmpty() ? "" : ", " + more);
    }
}
