package ledger.api.requests;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one JSON mapper: strict about what comes in. */
public final class Json {
    private static final int MAX_DEPTH = 20;
    private static final int MAX_DIGITS = 200;

    /** Reads and writes all JSON of the API. */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // Threads live for a request each: buffers of their own would be used once.
                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_DIGITS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /**
     * Reads an object.
     *
     * @throws ledger.api.problems.ProblemException if the bytes are not UTF-8, not JSON, or not an object
     */
    public static ObjectNode object(byte[] utf8) {
        JsonNode node = read(utf8);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw InvalidRequest.at("", node.isMissingNode() ? "a JSON object is missing" : "must be a JSON object");
    }

    /**
     * For requests that have nothing to say beyond their address.
     *
     * @throws ledger.api.problems.ProblemException if the object has a field
     */
    public static void requireNoFields(ObjectNode object) {
        JsonFields.of(object, "", Set.of());
    }

    private static JsonNode read(byte[] utf8) {
        // Left to itself, Jackson guesses UTF-16 and UTF-32 from the first bytes, and passes over some malformed UTF-8.
        var strict = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            return MAPPER.readTree(strict.decode(ByteBuffer.wrap(utf8)).toString());
        } catch (CharacterCodingException e) {
            throw InvalidRequest.at("", "is not valid UTF-8");
        } catch (StreamConstraintsException e) {
            throw InvalidRequest.at(
                    "",
                    "nests deeper than " + MAX_DEPTH + " levels, or has a number of more than " + MAX_DIGITS
                            + " digits");
        } catch (MismatchedInputException e) {
            throw InvalidRequest.at("", "must be one JSON object, and has more after it");
        } catch (JsonProcessingException e) {
            throw InvalidRequest.at("", wrong(e) + place(e.getLocation()));
        }
    }

    /** The parser's own words name its classes and settings. */
    private static String wrong(JsonProcessingException e) {
        boolean isDuplicate = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
        return isDuplicate ? "has the same field twice" : "is not valid JSON";
    }

    /** Most requests are one line, and a line of a batch is always. */
    private static String place(@Nullable JsonLocation location) {
        if (location == null) {
            return "";
        }
        String line = location.getLineNr() == 1 ? "" : " line " + location.getLineNr() + ",";
        return ", at" + line + " column " + location.getColumnNr();
    }
}
