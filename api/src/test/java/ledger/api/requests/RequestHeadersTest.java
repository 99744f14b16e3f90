package ledger.api.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import ledger.api.problems.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=0                   |  0",
                "wait=5                   |  5",
                "WAIT = \"5\"           |  5",
                "handling=lenient, wait=7 |  7",
                "wait=60                  | 60",
                "wait=61                  | 60",
                "wait=99999999999999999999 | 60",
                "respond-async            |  0",
                "wait=5, respond-async    |  0",
                "handling=lenient         | 10",
            })
    void aPreferenceIsHeardAsFarAsItGoes(String prefer, long seconds) {
        assertThat(RequestHeaders.wait(prefer)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void withoutAPreferenceTenSecondsAreWaited() {
        assertThat(RequestHeaders.wait(null)).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait", "wait=", "wait=-1", "wait=1.5", "wait=soon"})
    void aTimeThatIsNoneIsRefused(String prefer) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> RequestHeaders.wait(prefer));
        assertThat(refused.problem().extensions()).containsEntry("header", "Prefer");
    }
}
