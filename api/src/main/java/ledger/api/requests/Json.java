package ledger.api.requests;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The one JSON mapper: strict about what comes in. */
public final class Json {
    /** Reads and writes all JSON of the API. */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxNumberLength(200)
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
        } catch (JsonProcessingException e) {
            throw InvalidRequest.at("", "is not valid JSON: " + e.getOriginalMessage());
        }
    }
}
