package ledger.benchmarks;

import java.time.Duration;

/**
 * How long loads last.
 *
 * @param warmUp during which nothing counts
 * @param measured how long it counts
 */
record Durations(Duration warmUp, Duration measured) {
    Load over(int connections) {
        return new Load(connections, warmUp, measured);
    }
}
