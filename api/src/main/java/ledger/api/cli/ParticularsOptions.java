package ledger.api.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that tell what a movement of money is for. */
final class ParticularsOptions {

    @Option(names = "--reference", paramLabel = "TEXT", description = "What the money is for.")
    private @Nullable String reference;

    @Option(
            names = "--effective-at",
            paramLabel = "TIME",
            description = "When it takes effect, as in 2026-01-31T00:00:00Z (default: when it is decided).")
    private @Nullable String effectiveAt;

    @Option(names = "--metadata", paramLabel = "NAME=VALUE", description = "A note on it; may be repeated.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    void putInto(ObjectNode body) {
        if (reference != null) {
            body.put("reference", reference);
        }
        if (effectiveAt != null) {
            body.put("effectiveAt", effectiveAt);
        }
        if (!metadata.isEmpty()) {
            metadata.forEach(body.putObject("metadata")::put);
        }
    }
}
