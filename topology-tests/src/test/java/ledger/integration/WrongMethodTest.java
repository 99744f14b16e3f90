package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An address that is asked with a method it does not know says which it knows, whatever the method. */
@ExtendWith(SharedLedger.class)
class WrongMethodTest {
    private static final String REGISTRY_TYPE = "application/vnd.schemaregistry.v1+json";

    private final RawHttp raw;

    WrongMethodTest(LedgerFixture ledger) {
        raw = new RawHttp(ledger.api());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "TRACE", "OPTIONS", "PROPFIND", "FOO", "foo", "QUERY"})
    void anAddressOfTheApiNamesItsMethods(String method) {
        RawHttp.Answer answer = raw.ask(method + " /v1/accounts/alice").expect(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, PATCH");
        assertThat(answer.json().path("code").textValue()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(raw.ask(method + " /v1/batches", "Accept: text/html")
                        .expect(405)
                        .header("Allow"))
                .isEqualTo("POST");
        assertThat(raw.ask(method + " /").expect(405).header("Allow")).isEqualTo("GET, HEAD");
        raw.ask(method + " /v1/nothing").expect(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PATCH /registry/subjects | GET, HEAD",
                "PUT /registry/subjects | GET, HEAD",
                "FOO /registry/subjects | GET, HEAD",
                "GET /registry/subjects/s | DELETE, POST",
                "POST /registry/config | DELETE, GET, HEAD, PUT"
            })
    void anAddressOfTheRegistryNamesItsMethods(String request, String allowed) {
        RawHttp.Answer answer = raw.ask(request).expect(405);
        assertThat(answer.header("Allow")).isEqualTo(allowed);
        assertThat(answer.header("Content-Type")).startsWith(REGISTRY_TYPE);
        assertThat(answer.body()).isEqualTo("{\"error_code\":405,\"message\":\"HTTP 405 Method Not Allowed\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /registry/nothing", "POST /registry/subjects/s/nothing", "FOO /registry/nothing"})
    void anUnknownAddressOfTheRegistryIsNotFound(String request) {
        RawHttp.Answer answer = raw.ask(request).expect(404);
        assertThat(answer.header("Content-Type")).startsWith(REGISTRY_TYPE);
        assertThat(answer.body()).isEqualTo("{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
    }

    @Test
    void addressesBetweenInstancesAreNotTold() {
        raw.ask("POST /internal/v1/accounts/alice").expect(404);
        raw.ask("GET /internal/ask/balances").expect(404);
    }
}
