package ledger.api.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import ledger.language.Account;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, read by name and type. Whatever is wrong is a problem that names the field. A field that
 * is {@code null} counts as absent, unless {@link #isNull} is asked.
 */
final class JsonFields {
    private static final int MAX_AMOUNT_LENGTH = 64;
    private static final int MAX_REFERENCE_LENGTH = 1000;
    private static final int MAX_METADATA_KEY_LENGTH = 100;
    private static final int MAX_METADATA_VALUE_LENGTH = 1000;
    /** In UTF-8, keys and values together: some hundred commands with metadata may have to stand in one record. */
    private static final int MAX_METADATA_BYTES = 16 * 1024;

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private final ObjectNode node;
    private final String pointer;

    private JsonFields(ObjectNode node, String pointer) {
        this.node = node;
        this.pointer = pointer;
    }

    /** The fields of an object that may have these and no others, so that a typo never moves money. */
    static JsonFields of(ObjectNode node, String pointer, Set<String> allowed) {
        for (var entry : node.properties()) {
            if (!allowed.contains(entry.getKey())) {
                throw InvalidRequest.at(pointer + "/" + escape(entry.getKey()), "is not a field of this request");
            }
        }
        return new JsonFields(node, pointer);
    }

    /** The fields of an object whose names are checked elsewhere. */
    static JsonFields unchecked(ObjectNode node) {
        return new JsonFields(node, "");
    }

    String pointer(String name) {
        return pointer + "/" + name;
    }

    boolean has(String name) {
        return node.has(name);
    }

    boolean isNull(String name) {
        return node.path(name).isNull();
    }

    @Nullable String optionalText(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw InvalidRequest.at(pointer(name), "must be a string");
        }
        return encodable(pointer(name), value.textValue());
    }

    /** A JSON string can name half of a character, which UTF-8 cannot: another text would be stored. */
    private static String encodable(String at, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw InvalidRequest.at(at, "has half of a surrogate pair, which is not a character");
        }
        return text;
    }

    private static boolean isLongerThan(int characters, String text) {
        return text.codePointCount(0, text.length()) > characters;
    }

    String text(String name) {
        String value = optionalText(name);
        if (value == null) {
            throw InvalidRequest.at(pointer(name), "is missing");
        }
        return value;
    }

    @Nullable String reference() {
        String reference = optionalText("reference");
        if (reference != null && isLongerThan(MAX_REFERENCE_LENGTH, reference)) {
            throw InvalidRequest.at(pointer("reference"), "must have at most " + MAX_REFERENCE_LENGTH + " characters");
        }
        return reference;
    }

    boolean flag(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw InvalidRequest.at(pointer(name), "must be true or false");
        }
        return value.booleanValue();
    }

    /** A decimal as it was written, in major units. */
    BigDecimal decimal(String name) {
        String text = text(name);
        if (text.length() > MAX_AMOUNT_LENGTH || !DECIMAL.matcher(text).matches()) {
            throw InvalidRequest.at(
                    pointer(name),
                    "must be a decimal such as \"12.34\", of at most " + MAX_AMOUNT_LENGTH + " characters");
        }
        return new BigDecimal(text);
    }

    /** A time to the microsecond, or null. */
    @Nullable Instant time(String name) {
        String text = optionalText(name);
        if (text == null) {
            return null;
        }
        Instant time = Times.parse(text)
                .orElseThrow(() ->
                        InvalidRequest.at(pointer(name), "must be an RFC 3339 time such as \"2026-01-01T00:00:00Z\""));
        if (!time.equals(time.truncatedTo(ChronoUnit.MICROS))) {
            throw InvalidRequest.at(pointer(name), "must not be finer than a microsecond");
        }
        return time;
    }

    /** How long something lasts, in whole milliseconds from 1 on, or null. */
    @Nullable Duration duration(String name, Duration longest) {
        String text = optionalText(name);
        if (text == null) {
            return null;
        }
        Duration duration;
        try {
            duration = Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw InvalidRequest.at(pointer(name), "must be an ISO 8601 duration such as \"PT24H\" or \"P1D\"");
        }
        if (!duration.isPositive() || duration.compareTo(longest) > 0) {
            throw InvalidRequest.at(pointer(name), "must be positive, and at most \"P" + longest.toDays() + "D\"");
        }
        if (!duration.equals(duration.truncatedTo(ChronoUnit.MILLIS))) {
            throw InvalidRequest.at(pointer(name), "must not be finer than a millisecond");
        }
        return duration;
    }

    Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>();
        metadataChanges()
                .forEach((key, value) -> metadata.put(
                        key,
                        value.orElseThrow(
                                () -> InvalidRequest.at(pointer("metadata") + "/" + escape(key), "must be a string"))));
        return metadata;
    }

    /** Metadata where {@code null} means removal, as in RFC 7396. */
    Map<String, Optional<String>> metadataChanges() {
        JsonNode value = node.path("metadata");
        if (value.isMissingNode() || value.isNull()) {
            return Map.of();
        }
        String at = pointer("metadata");
        if (!(value instanceof ObjectNode object)) {
            throw InvalidRequest.at(at, "must be an object of strings");
        }
        if (object.size() > Account.MAX_METADATA_ENTRIES) {
            throw InvalidRequest.at(at, "must have at most " + Account.MAX_METADATA_ENTRIES + " entries");
        }
        Map<String, Optional<String>> changes = new HashMap<>();
        int bytes = 0;
        for (var entry : object.properties()) {
            String key = metadataKey(at, entry.getKey());
            Optional<String> text = metadataValue(at + "/" + escape(key), entry.getValue());
            changes.put(key, text);
            bytes += (key + text.orElse("")).getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_METADATA_BYTES) {
            throw InvalidRequest.at(at, "must have at most " + MAX_METADATA_BYTES + " bytes in all");
        }
        return changes;
    }

    private static String metadataKey(String at, String key) {
        if (key.isEmpty() || isLongerThan(MAX_METADATA_KEY_LENGTH, key)) {
            throw InvalidRequest.at(at, "keys must have 1 to " + MAX_METADATA_KEY_LENGTH + " characters");
        }
        return key;
    }

    private static Optional<String> metadataValue(String at, JsonNode value) {
        if (value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || isLongerThan(MAX_METADATA_VALUE_LENGTH, value.textValue())) {
            throw InvalidRequest.at(at, "must be a string of at most " + MAX_METADATA_VALUE_LENGTH + " characters");
        }
        return Optional.of(encodable(at, value.textValue()));
    }

    /** The objects of an array, with their pointers. */
    List<Map.Entry<String, ObjectNode>> objects(String name) {
        JsonNode value = node.path(name);
        if (!value.isArray()) {
            throw InvalidRequest.at(pointer(name), value.isMissingNode() ? "is missing" : "must be an array");
        }
        return IntStream.range(0, value.size())
                .mapToObj(index -> Map.entry(pointer(name) + "/" + index, object(name, value, index)))
                .toList();
    }

    private ObjectNode object(String name, JsonNode array, int index) {
        if (array.get(index) instanceof ObjectNode object) {
            return object;
        }
        throw InvalidRequest.at(pointer(name) + "/" + index, "must be an object");
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
