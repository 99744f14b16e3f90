package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as clients send them that do not encode them, or encode them wrongly. */
@ExtendWith(SharedLedger.class)
class RawAddressTest {
    private final LedgerFixture ledger;
    private final RawHttp raw;

    RawAddressTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.raw = new RawHttp(ledger.api());
    }

    @Test
    void bracesInAPathNeedNotBeEncoded() {
        String id = ledger.newAccountsTogether(1).getFirst();
        JsonNode account = raw.ask("GET /v1/accounts/" + id).expect(200).json();
        assertThat(account.path("id").textValue()).isEqualTo(id);
        assertThat(account).isEqualTo(ledger.api().state(id));
        JsonNode items = raw.ask("GET /v1/accounts/" + id + "/statement?limit=1&order=asc")
                .expect(200)
                .json()
                .path("items");
        assertThat(items).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/accounts/{a}%zz",
                "/v1/accounts/{a}<b>",
                "/v1/accounts/a|b",
                "/v1/accounts/a\\b",
                "/v1/accounts/%zz",
                "/v1/accounts/{a}/../b%",
                "//v1/accounts/{a}",
                "//v1/accounts/a"
            })
    void otherMalformedPathsAreRefused(String path) {
        JsonNode problem = raw.ask("GET " + path).expect(400).json();
        assertThat(problem.path("code").textValue()).isEqualTo("INVALID_REQUEST");
    }

    @ParameterizedTest
    @CsvSource({
        "prefix, /v1/accounts?prefix=%zz",
        "prefix, /v1/accounts?limit=1&prefix=%",
        "prefix, /v1/accounts?prefix=%ff",
        "prefix, /v1/accounts?prefix=%+1",
        "a b, /v1/accounts?a%20b=%c3",
        "%zz, /v1/accounts?%zz=1",
        "minVersion, /v1/accounts/bob?minVersion=%zz",
        "x, /v1/projections/balances?x=%4",
        "x, /health/live?x=%zz",
        "deleted, /registry/subjects?deleted=%zz"
    })
    void aParameterThatCannotBeDecodedIsRefused(String name, String path) {
        RawHttp.Answer answer = raw.ask("GET " + path).expect(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("code").textValue()).isEqualTo("INVALID_REQUEST");
        assertThat(answer.json().path("parameter").textValue()).isEqualTo(name);
    }

    @Test
    void emptyPartsOfAQueryAreNoParameters() {
        assertThat(raw.ask("GET /v1/accounts?&limit=1&").expect(200).json().path("items"))
                .hasSizeLessThan(2);
        raw.ask("GET /v1/accounts?").expect(200);
        raw.ask("GET /v1/accounts?&&").expect(200);
        assertThat(raw.ask("GET /v1/accounts?=1")
                        .expect(400)
                        .json()
                        .path("parameter")
                        .textValue())
                .isEmpty();
    }
}
