package ledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ledger.api.http.HttpApi;
import ledger.api.problems.ProblemCode;
import ledger.testing.UncalledApi;
import org.junit.jupiter.api.Test;

/** The description of the API says what the API does, and the reference of its errors names them all. */
class OpenApiTest {
    private final SwaggerParseResult parsed =
            new OpenAPIV3Parser().readContents(text("api/src/main/resources/openapi.yaml"));

    @Test
    void isWellFormed() {
        assertThat(parsed.getMessages()).isNullOrEmpty();
    }

    @Test
    void saysThatABrokenDescriptionIsBroken() {
        String broken =
                text("api/src/main/resources/openapi.yaml").replace("operationId: listAccounts", "operatorId: x");
        assertThat(new OpenAPIV3Parser().readContents(broken).getMessages()).isNotEmpty();
    }

    @Test
    void describesEveryEndpointAndNoOther() {
        List<String> described = new ArrayList<>();
        parsed.getOpenAPI()
                .getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().keySet().forEach(method -> described.add(method + " " + path)));
        assertThat(described).containsExactlyInAnyOrderElementsOf(endpoints());
    }

    @Test
    void namesEveryProblem() {
        String description = text("api/src/main/resources/openapi.yaml");
        String reference = text("docs/reference/errors.md");
        assertThat(Arrays.stream(ProblemCode.values()).map(ProblemCode::name)).allSatisfy(code -> {
            assertThat(description).containsPattern("\\b" + code + "\\b");
            assertThat(reference)
                    .contains("| `" + code + "` | " + ProblemCode.valueOf(code).status() + " |");
        });
    }

    /** What the API answers. */
    private static List<String> endpoints() {
        try (HttpApi api = UncalledApi.with(_ -> {})) {
            return api.endpoints().list();
        }
    }

    private static String text(String path) {
        try {
            return Files.readString(Repository.ROOT.resolve(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
