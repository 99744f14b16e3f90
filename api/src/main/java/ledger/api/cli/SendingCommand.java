package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A subcommand that changes something: it carries an idempotency key and may be conditional. */
abstract class SendingCommand extends ClientCommand {

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "The idempotency key: the same command with the same key is applied once (default: a new one).")
    private @Nullable String key;

    @Option(
            names = "--if-match",
            paramLabel = "VERSION",
            description = "Apply only if the account has this version; of a transaction: the first that is debited.")
    private @Nullable Long ifMatch;

    SendingCommand(Terminal terminal) {
        super(terminal);
    }

    /** Sends the command and returns the answer if it was decided and accepted. */
    final ApiAnswer command(ApiClient client, String path, @Nullable JsonNode body) {
        String idempotencyKey = key == null ? UUID.randomUUID().toString() : key;
        Map<String, String> headers = headers(idempotencyKey);
        ApiAnswer answer;
        try {
            answer = body == null ? client.post(path, headers) : client.post(path, body, headers);
        } catch (CliException.NoAnswer e) {
            if (e.connected()) {
                throw new CliException(
                        e.getMessage() + "; whether it was applied is not known: " + repeatHint(idempotencyKey), e);
            }
            throw e;
        }
        require(answer);
        if (answer.pending()) {
            throw new CliException(
                    "not decided within " + options.waitTime().toSeconds() + " s: " + repeatHint(idempotencyKey));
        }
        return answer;
    }

    private Map<String, String> headers(String idempotencyKey) {
        if (!idempotencyKey.matches("[\\x21-\\x7e]{1,255}")) {
            throw new CliException.Usage("--key takes 1 to 255 visible ASCII characters");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", idempotencyKey);
        if (ifMatch != null) {
            headers.put("If-Match", "\"" + ifMatch + "\"");
        }
        return headers;
    }

    private static String repeatHint(String idempotencyKey) {
        return "repeat it with --key " + idempotencyKey + " to learn the outcome, it is applied at most once";
    }
}
