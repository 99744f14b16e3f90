package ledger.api.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import ledger.api.problems.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no JSON object is told in words that are ours, not those of the parser's classes and settings. */
class JsonTest {
    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("{}{}", "must be one JSON object, and has more after it"),
                Arguments.of("{\"a\":NaN}", "is not valid JSON, at column "),
                Arguments.of("{\"a\":1,\n\"a\":2}", "has the same field twice, at line 2, column "),
                Arguments.of("{\"a\":", "is not valid JSON, at column "),
                Arguments.of("{\"a\":" + "[".repeat(30), "nests deeper than 20 levels"),
                Arguments.of("{\"a\":" + "1".repeat(300) + "}", "a number of more than 200 digits"),
                Arguments.of("", "a JSON object is missing"),
                Arguments.of("[]", "must be a JSON object"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void whatIsWrongIsSaidInPlainWords(String body, String said) {
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> Json.object(body.getBytes(StandardCharsets.UTF_8)));
        assertThat(problem.problem().detail())
                .contains(said)
                .doesNotContainIgnoringCase("jackson")
                .doesNotContain("Feature", "Stream", "Node");
    }
}
