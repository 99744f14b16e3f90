package ledger.api.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z,             2026-01-01T00:00:00Z",
        "2026-01-01t00:00:00z,             2026-01-01T00:00:00Z",
        "2026-01-01T01:30:00+01:30,        2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00-00:00,        2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.5Z,           2026-01-01T00:00:00.500Z",
        "2026-01-01T00:00:00.123456789Z,   2026-01-01T00:00:00.123456789Z",
        "2024-02-29T00:00:00Z,             2024-02-29T00:00:00Z",
        "0001-01-01T00:00:00Z,             0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z,             9999-12-31T23:59:59Z",
    })
    void aTimeOfRfc3339IsRead(String text, Instant time) {
        assertThat(Times.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-01-01",
                "2026-01-01T00:00Z",
                "2026-01-01T00:00:00",
                "2026-01-01 00:00:00Z",
                "2026-01-01T00:00:00+01",
                "2026-01-01T00:00:00+01:00:30",
                "2026-01-01T00:00:00.Z",
                "2026-01-01T00:00:00.1234567890Z",
                "2026-02-29T00:00:00Z",
                "2026-01-01T25:00:00Z",
                "2026-01-01T00:00:00+19:00",
                "+12026-01-01T00:00:00Z",
                "0000-12-31T23:59:59Z",
                "0001-01-01T00:00:00+01:00",
                "9999-12-31T23:59:59-01:00",
            })
    void whatIsNoneIsNotRead(String text) {
        assertThat(Times.parse(text)).isEmpty();
    }
}
