package ledger.api.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ledger events}: every event as it is committed, until somebody interrupts. */
@Command(name = "events", description = "Follows the events as they are committed, an event a line.")
final class EventsCommand extends ClientCommand {

    private static final String RESUME = "Last-Event-ID";
    private static final int OK = 200;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** How often we try to get the connection back before we give up: a minute, when nobody answers. */
    private static final int TRIES = 60;

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "Only of this account (default: of all).")
    private @Nullable String account;

    @Option(
            names = "--from",
            paramLabel = "start|TIME",
            description = "From the beginning, or recorded at this time or later (default: from now on).")
    private @Nullable String from;

    @Option(names = "--limit", paramLabel = "N", description = "End after so many events.")
    private @Nullable Long limit;

    EventsCommand(Terminal terminal) {
        super(terminal);
    }

    /** How far it has come. */
    private static final class Progress {
        private @Nullable String lastId;
        private long seen;
        private boolean connected;
        private int fruitless;
    }

    @Override
    int run(ApiClient client) {
        if (limit != null && limit < 1) {
            throw new CliException.Usage("--limit takes a whole number from 1 on, not " + limit);
        }
        Progress progress = new Progress();
        while (!isDone(progress)) {
            Duration pause = PAUSE;
            try {
                pause = follow(client, progress);
            } catch (CliException.NoAnswer e) {
                // Nobody has ever been there: a wrong address rather than a server that restarts.
                if (!progress.connected || progress.fruitless >= TRIES) {
                    throw e;
                }
            }
            if (!isDone(progress)) {
                progress.fruitless++;
                terminal.pause(pause);
            }
        }
        return DONE;
    }

    /** Also where whoever read what is printed has gone: {@code ledger events | head}. */
    private boolean isDone(Progress progress) {
        return (limit != null && progress.seen >= limit) || terminal.out().checkError();
    }

    /** Follows one connection to its end; how long to wait before the next. */
    private Duration follow(ApiClient client, Progress progress) {
        HttpResponse<InputStream> response = client.getEvents(
                "/v1/events", query(), progress.lastId == null ? Map.of() : Map.of(RESUME, progress.lastId));
        try (InputStream body = response.body()) {
            if (response.statusCode() != OK) {
                ApiAnswer answer = ApiClient.answer(response, body.readAllBytes());
                if (!answer.retriable() || progress.fruitless >= TRIES) {
                    require(answer);
                }
                return answer.retryAfter().orElse(PAUSE);
            }
            progress.connected = true;
            progress.fruitless = 0;
            // Where it begins, in case that it breaks before the first event.
            progress.lastId = response.headers().firstValue(RESUME).orElse(progress.lastId);
            print(new ServerSentEvents(body, progress.lastId), progress);
        } catch (IOException e) {
            // It stood, so it can be had again.
            return PAUSE;
        }
        return PAUSE;
    }

    private void print(ServerSentEvents events, Progress progress) throws IOException {
        try {
            String data = events.next();
            while (data != null) {
                terminal.out().println(options.json() ? data : Terminal.printable(line(data)));
                progress.seen++;
                data = isDone(progress) ? null : events.next();
            }
        } finally {
            progress.lastId = events.lastId();
        }
    }

    private Map<String, String> query() {
        Map<String, String> query = new TreeMap<>();
        if (account != null) {
            query.put("account", named("--account", account));
        }
        if (from != null) {
            query.put("from", from);
        }
        return query;
    }

    /** Time, account and version, what happened, what is there now. */
    private static String line(String data) {
        JsonNode event = parse(data);
        List<String> parts = new ArrayList<>();
        parts.add(Table.cell(event, "recordedAt"));
        parts.add(Table.cell(event, "accountId") + "@" + Table.cell(event, "version"));
        parts.add(Table.cell(event, "type"));
        for (String field : List.of("amount", "released", "cause")) {
            if (event.hasNonNull(field)) {
                parts.add((field.equals("released") ? "released " : "") + Table.cell(event, field));
            }
        }
        for (JsonNode entry : event.path("entries")) {
            String amount = Table.cell(entry, "amount");
            boolean out = amount.startsWith("-");
            parts.add(amount + (out ? " to " : " from ") + Table.cell(entry, "counterparty"));
        }
        parts.add("balance " + Table.cell(event, "balance") + " " + Table.cell(event, "currency"));
        parts.add("reserved " + Table.cell(event, "reserved"));
        if (event.hasNonNull("transactionId")) {
            parts.add("transaction " + Table.cell(event, "transactionId"));
        }
        if (event.hasNonNull("reference")) {
            parts.add("\"" + Table.cell(event, "reference") + "\"");
        }
        return String.join("  ", parts);
    }

    private static JsonNode parse(String data) {
        try {
            return ApiClient.JSON.readTree(data);
        } catch (JacksonException e) {
            throw new CliException("the server sent an event that is not JSON: is this the address of a ledger?", e);
        }
    }
}
