package ledger.api.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedPositionTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    private static FeedPosition read(FeedPosition position) {
        return FeedPosition.parse(position.token()).orElseThrow();
    }

    @Test
    void aTokenSaysEverything() {
        FeedPosition position = read(FeedPosition.of(TIME, Map.of(0, 0L, 3, 17L, 9_999, Long.MAX_VALUE)));
        assertThat(position.notBefore()).isEqualTo(TIME);
        assertThat(position.size()).isEqualTo(3);
        assertThat(position.next(0)).isZero();
        assertThat(position.next(3)).isEqualTo(17);
        assertThat(position.next(9_999)).isEqualTo(Long.MAX_VALUE);
        assertThat(position.knows(1)).isFalse();
        assertThat(read(FeedPosition.of(null, Map.of(1, 1L))).notBefore()).isNull();
        assertThat(read(FeedPosition.of(Instant.EPOCH, Map.of(1, 1L))).notBefore())
                .isEqualTo(Instant.EPOCH);
    }

    @Test
    void goesOnInOnePartitionAndLeavesTheOthers() {
        FeedPosition before = FeedPosition.of(TIME, Map.of(0, 5L, 1, 6L));
        FeedPosition after = before.after(1, 8);
        assertThat(after.next(0)).isEqualTo(5);
        assertThat(after.next(1)).isEqualTo(9);
        assertThat(after.notBefore()).isEqualTo(TIME);
        assertThat(before.next(1)).isEqualTo(6);
        assertThatThrownBy(() -> before.after(2, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fitsIntoAHeaderWithManyPartitions() {
        Map<Integer, Long> next = new HashMap<>();
        for (int partition = 0; partition < 500; partition++) {
            next.put(partition, 100_000_000L);
        }
        assertThat(FeedPosition.of(TIME, next).token().length()).isLessThan(6_000);
    }

    @Test
    void whatWasChangedIsNoToken() {
        String token = FeedPosition.of(TIME, Map.of(0, 5L, 1, 6L)).token();
        assertThat(token).matches("[A-Za-z0-9_-]+");
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(FeedPosition.parse(token.substring(0, i) + other + token.substring(i + 1)))
                    .isEmpty();
            assertThat(FeedPosition.parse(token.substring(0, i))).isEmpty();
        }
        assertThat(FeedPosition.parse(token + "A")).isEmpty();
        assertThat(FeedPosition.parse(token + "=")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "17", "abc", "AAAA", "AAAAAAAA", "alice@2", "é", "{}", "AQAAAAAAAAAAAAAA"})
    void otherTextIsNoToken(String text) {
        assertThat(FeedPosition.parse(text)).isEmpty();
    }
}
