package ledger.api.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import ledger.api.deadletters.ByteText;
import ledger.api.deadletters.DeadLetter;
import ledger.api.deadletters.DeadLetter.Place;
import ledger.api.deadletters.Retries.Retried;
import org.jspecify.annotations.Nullable;

/** Dead letters, as text for people and as JSON for programs. */
final class DeadLetterText {
    private static final int MAX_KEY = 40;
    private static final int MAX_CAUSE = 80;

    private DeadLetterText() {}

    /** A table of letters, as many as {@link #row rows} are added. */
    static Table table() {
        return new Table()
                .text("id", "time", "topic")
                .figures("partition", "offset")
                .text("key", "cause");
    }

    static String[] row(DeadLetter letter) {
        return new String[] {
            letter.id().toString(),
            letter.time().toString(),
            letter.origin().map(Place::topic).orElse(""),
            letter.origin().map(place -> Integer.toString(place.partition())).orElse(""),
            letter.origin().map(place -> Long.toString(place.offset())).orElse(""),
            letter.key() == null ? "" : shortened(ByteText.textOrHex(letter.key()), MAX_KEY),
            shortened(cause(letter), MAX_CAUSE)
        };
    }

    /** The name of the exception without its package, and what it said. */
    private static String cause(DeadLetter letter) {
        String name = letter.exception().orElse("unknown");
        return name.substring(name.lastIndexOf('.') + 1)
                + letter.message().map(message -> ": " + message).orElse("");
    }

    /** At most so many characters, with a sign that more were there. */
    static String shortened(String text, int max) {
        return text.codePointCount(0, text.length()) <= max
                ? text
                : text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
    }

    /** All of a letter, line by line. */
    static List<String> lines(DeadLetter letter) {
        List<String> lines = new ArrayList<>();
        lines.add("letter   " + letter.id());
        lines.add("time     " + letter.time());
        lines.add("was at   "
                + letter.origin()
                        .map(place -> place.topic() + ", partition " + place.partition() + ", offset " + place.offset())
                        .orElse("not told"));
        lines.add("cause    " + letter.exception().orElse("not told"));
        lines.add("message  " + letter.message().orElse("not told"));
        lines.add("retry    " + letter.refusal().map(why -> "no: " + why).orElse("yes"));
        lines.add("headers");
        letter.headers().forEach(header -> lines.add("  " + header.getKey() + " = " + header.getValue()));
        addBytes(lines, "key", letter.key());
        addBytes(lines, "value", letter.value());
        return lines;
    }

    private static void addBytes(List<String> lines, String what, byte @Nullable [] bytes) {
        if (bytes == null) {
            lines.add(what + ": none");
            return;
        }
        lines.add(what + ": " + bytes.length + " bytes"
                + ByteText.text(bytes).map(text -> ", UTF-8: " + text).orElse(""));
        ByteText.dump(bytes).forEach(line -> lines.add("  " + line));
    }

    /** All of a letter; bytes are in Base64, and as text too where they are that. */
    static ObjectNode json(DeadLetter letter) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", letter.id().toString());
        body.put("time", letter.time().toString());
        body.set("origin", letter.origin().map(DeadLetterText::json).orElse(null));
        body.put("exception", letter.exception().orElse(null));
        body.put("message", letter.message().orElse(null));
        body.put("retriable", letter.refusal().isEmpty());
        ArrayNode headers = body.putArray("headers");
        letter.headers()
                .forEach(header ->
                        headers.addObject().put("name", header.getKey()).put("value", header.getValue()));
        putBytes(body, "key", letter.key());
        putBytes(body, "value", letter.value());
        return body;
    }

    private static void putBytes(ObjectNode body, String name, byte @Nullable [] bytes) {
        body.put(name, bytes == null ? null : ByteText.text(bytes).orElse(null));
        body.put(name + "Base64", bytes == null ? null : Base64.getEncoder().encodeToString(bytes));
    }

    private static ObjectNode json(Place place) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("topic", place.topic())
                .put("partition", place.partition())
                .put("offset", place.offset());
    }

    static ObjectNode json(Retried retried) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("letter", retried.letter().toString());
        body.setAll(json(retried.place()));
        return body;
    }
}
