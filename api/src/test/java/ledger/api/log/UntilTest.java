package ledger.api.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import ledger.api.log.Until.Position;
import ledger.api.log.Until.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UntilTest {
    @Test
    void aTimeIsOneWithItsOffset() {
        assertThat(Until.parse("2026-01-31T12:00:00.5+02:00"))
                .isEqualTo(new Time(Instant.parse("2026-01-31T10:00:00.5Z")));
    }

    @Test
    void aPositionNamesPartitionsAndOffsets() {
        assertThat(Until.parse("0:12, 3:0,11:999999999999"))
                .isEqualTo(new Position(Map.of(0, 12L, 3, 0L, 11, 999_999_999_999L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "17",
                "0:",
                ":1",
                "0:1,",
                "0:-1",
                "0:1;1:2",
                "0:1 1:2",
                "0:9999999999999999999",
                "2026-01-31",
                "2026-01-31T12:00:00",
                "T"
            })
    void whatIsNeitherIsRefusedWithBothForms(String text) {
        assertThatThrownBy(() -> Until.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("2026-01-31T12:00:00Z")
                .hasMessageContaining("0:1200,1:1187");
    }

    @Test
    void aPartitionStandsOnce() {
        assertThatThrownBy(() -> Until.parse("0:1,0:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partition 0 twice");
    }
}
