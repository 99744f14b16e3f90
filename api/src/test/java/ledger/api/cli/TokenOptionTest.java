package ledger.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import ledger.api.cli.FakeServer.Reply;
import org.junit.jupiter.api.Test;

class TokenOptionTest {
    private static final String TOKEN = "aaa.bbb-_.ccc";

    @Test
    void theTokenIsShownToTheServerAndToNobodyElse() throws IOException {
        try (FakeServer server = new FakeServer()) {
            server.on("GET /v1/projections", Reply.problem(401, "UNAUTHENTICATED", "The token is not accepted."));

            CliRun run = CliRun.of("projections", "--url", server.url(), "--token", TOKEN);

            assertThat(server.onlyRequest().header("Authorization")).isEqualTo("Bearer " + TOKEN);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("UNAUTHENTICATED").doesNotContain(TOKEN);
        }
    }

    @Test
    void whatIsNoTokenIsNotRepeated() {
        CliRun run = CliRun.of("projections", "--token", "se cret");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--token").doesNotContain("cret");
    }
}
