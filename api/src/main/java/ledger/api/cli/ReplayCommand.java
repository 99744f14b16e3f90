package ledger.api.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import ledger.api.answers.JsonBodies;
import ledger.api.log.LedgerLog;
import ledger.api.log.LogException;
import ledger.api.log.Replay;
import ledger.api.log.Until;
import ledger.language.AccountId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ledger replay}: what the ledger came to at a point, from the log alone. */
@Command(
        name = "replay",
        description = "Computes the trial balance, and accounts, as of a point from the log alone.",
        footer = {
            "",
            "TIME is as in 2026-01-31T12:00:00Z: what was recorded by then counts. POSITION is as in 0:1200,1:1187:"
                    + " for each partition of the events topic the offset before which events count."
        })
final class ReplayCommand implements Callable<Integer> {

    @Option(
            names = "--until",
            paramLabel = "TIME|POSITION",
            description = "The point (default: the end of the log as it is now).")
    private @Nullable String until;

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "Shows this account too. May be repeated.")
    private List<String> accounts = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON for programs instead of tables for people.")
    private boolean json;

    @Mixin
    private final LogOptions options = new LogOptions();

    private final Terminal terminal;

    ReplayCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Until point = point();
        List<AccountId> wanted = accounts.stream().map(ReplayCommand::account).toList();
        Replay.Result result = replay(point, wanted);
        ObjectNode body = json(result);
        if (json) {
            terminal.out().println(body);
        } else {
            print(point, body);
        }
        if (result.undecodable() > 0) {
            terminal.complain(result.undecodable() + " records are no events and were passed over");
        }
        List<String> missing = wanted.stream()
                .filter(id -> !result.accounts().containsKey(id))
                .map(AccountId::value)
                .toList();
        if (!missing.isEmpty()) {
            throw new CliException("not opened at that point: " + String.join(", ", missing));
        }
        return ClientCommand.DONE;
    }

    private Until point() {
        try {
            return until == null ? new Until.Now() : Until.parse(until);
        } catch (IllegalArgumentException e) {
            throw new CliException.Usage("--until: " + e.getMessage());
        }
    }

    private static AccountId account(String id) {
        try {
            AccountId account = new AccountId(id);
            if (account.equals(AccountId.WORLD)) {
                throw new IllegalArgumentException(
                        "what is at @world is the boundary in the trial balance, and no account");
            }
            return account;
        } catch (IllegalArgumentException e) {
            throw new CliException.Usage("--account: " + e.getMessage());
        }
    }

    private Replay.Result replay(Until point, List<AccountId> wanted) {
        try (LedgerLog log = options.open()) {
            long total = log.ends().values().stream().mapToLong(Long::longValue).sum();
            try (ProgressLine progress = new ProgressLine(terminal, json, "replay", total, "events")) {
                return Replay.of(log, point, wanted, read -> progress.show(read, ""));
            }
        } catch (LogException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
    }

    private ObjectNode json(Replay.Result result) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("until", until);
        body.put("events", result.events());
        ObjectNode positions = body.putObject("positions");
        result.positions().forEach((partition, end) -> positions.put(partition.toString(), end));
        ArrayNode items = body.putArray("trialBalance");
        result.trialBalance().forEach(item -> items.add(JsonBodies.trialBalance(item)));
        ArrayNode shown = body.putArray("accounts");
        result.accounts().values().forEach(account -> shown.add(JsonBodies.account(account)));
        return body;
    }

    private void print(Until point, ObjectNode body) {
        String upTo = point instanceof Until.Time
                ? " events recorded by " + until + ", of a log that was read up to "
                : " events, up to ";
        terminal.out().println(body.path("events").asText() + upTo + positions(body));
        terminal.out().println(Table.ofTrialBalance(body.path("trialBalance")).render());
        if (!body.path("accounts").isEmpty()) {
            Table table = Table.ofAccounts();
            body.path("accounts").forEach(account -> table.row(Table.accountRow(account)));
            terminal.out().println(table.render());
        }
    }

    private static String positions(ObjectNode body) {
        List<String> all = new ArrayList<>();
        body.path("positions").forEachEntry((partition, end) -> all.add(partition + ":" + end));
        return String.join(",", all);
    }
}
