package ledger.api.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A line of an import as it goes to the server. */
final class BatchLine {

    private static final String KEY = "idempotencyKey";

    /** Strict, so that a line that the server refuses is never rewritten into one that it takes. */
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final long number;
    private final @Nullable String key;
    private final byte[] bytes;

    private BatchLine(long number, @Nullable String key, byte[] bytes) {
        this.number = number;
        this.key = key;
        this.bytes = bytes;
    }

    /**
     * The line with an idempotency key: its own, else the one given. What is no JSON object goes to the server as it
     * is, which says what is wrong with it.
     *
     * @param number the line's number in the file, from 1
     * @param derivedKey makes the key of a line that has none
     */
    static BatchLine of(long number, byte[] line, Supplier<String> derivedKey) {
        JsonNode json;
        try {
            json = READER.readTree(line);
        } catch (JacksonException e) {
            return new BatchLine(number, null, line);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
        if (!(json instanceof ObjectNode object)) {
            return new BatchLine(number, null, line);
        }
        if (object.hasNonNull(KEY)) {
            return new BatchLine(number, object.path(KEY).textValue(), line);
        }
        String key = derivedKey.get();
        object.put(KEY, key);
        return new BatchLine(number, key, object.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Its number in the file, from 1. */
    long number() {
        return number;
    }

    /** Its idempotency key, or null where the line is too malformed to have one. */
    @Nullable String key() {
        return key;
    }

    /** What is sent, without the line feed. Not to be changed. */
    byte[] bytes() {
        return bytes;
    }
}
