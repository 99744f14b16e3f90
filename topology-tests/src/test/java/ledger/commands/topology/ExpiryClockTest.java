package ledger.commands.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.Test;

class ExpiryClockTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private final List<Instant> wakened = new ArrayList<>();
    private final ExpiryClock clock = new ExpiryClock(context);

    ExpiryClockTest() {
        context.setCurrentSystemTimeMs(NOW.toEpochMilli());
        clock.start(wakened::add);
        tick(NOW);
        wakened.clear();
    }

    private List<CapturedPunctuator> set() {
        return context.scheduledPunctuators().stream()
                .filter(punctuator -> !punctuator.cancelled())
                .toList();
    }

    private void tick(Instant time) {
        context.setCurrentSystemTimeMs(time.toEpochMilli());
        set().forEach(punctuator -> punctuator.getPunctuator().punctuate(time.toEpochMilli()));
    }

    @Test
    void looksSoonAfterItHasBegun() {
        ExpiryClock begun = new ExpiryClock(context);
        begun.start(wakened::add);
        assertThat(set()).extracting(CapturedPunctuator::getInterval).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void restsWhileNothingExpires() {
        assertThat(set()).isEmpty();
    }

    @Test
    void wakesOnceWhenItIsTime() {
        clock.wakeAt(NOW.plusSeconds(60));
        assertThat(set()).extracting(CapturedPunctuator::getInterval).containsExactly(Duration.ofSeconds(60));
        tick(NOW.plusSeconds(60));

        assertThat(wakened).containsExactly(NOW.plusSeconds(60));
        assertThat(set()).isEmpty();
    }

    @Test
    void whatExpiresEarlierIsNotKeptWaitingByWhatExpiresLater() {
        clock.wakeAt(NOW.plusSeconds(60));
        clock.wakeAt(NOW.plusSeconds(5));
        clock.wakeAt(NOW.plusSeconds(30));

        assertThat(set()).extracting(CapturedPunctuator::getInterval).containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void whatIsOverdueIsLookedAtSoonAndNotAtOnce() {
        clock.wakeAt(NOW.minusSeconds(5));

        assertThat(set()).extracting(CapturedPunctuator::getInterval).containsExactly(Duration.ofMillis(500));
    }
}
