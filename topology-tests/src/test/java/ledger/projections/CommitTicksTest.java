package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.Test;

class CommitTicksTest {
    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final Duration SELDOM = Duration.ofSeconds(30);
    private static final int UNTIL_SELDOM = 20;

    private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    private final CommitTicks ticks = new CommitTicks(context);

    private List<Duration> intervals() {
        return set().stream().map(CapturedPunctuator::getInterval).toList();
    }

    private List<CapturedPunctuator> set() {
        return context.scheduledPunctuators().stream()
                .filter(punctuator -> !punctuator.cancelled())
                .toList();
    }

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            set().forEach(punctuator -> punctuator.getPunctuator().punctuate(0));
        }
    }

    @Test
    void areManyForAWhileAndFewAfterwards() {
        tick(UNTIL_SELDOM - 1);
        assertThat(intervals()).containsExactly(OFTEN);
        tick(1);
        assertThat(intervals()).containsExactly(SELDOM);
        tick(UNTIL_SELDOM);
        assertThat(intervals()).containsExactly(SELDOM);
    }

    @Test
    void anEventBringsManyAgain() {
        tick(UNTIL_SELDOM - 1);
        ticks.folded();
        tick(UNTIL_SELDOM - 1);
        assertThat(intervals()).containsExactly(OFTEN);
        tick(5);
        ticks.folded();
        assertThat(intervals()).containsExactly(OFTEN);
    }

    @Test
    void end() {
        ticks.stop();
        assertThat(set()).isEmpty();
    }
}
