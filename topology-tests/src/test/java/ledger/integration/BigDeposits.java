package ledger.integration;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Batches of deposits with as much metadata as there may be: a few are more than the buffers of a connection hold. */
final class BigDeposits {
    static final int LINES = 300;

    private static final String METADATA = IntStream.range(0, 16)
            .mapToObj(entry -> "\"m" + entry + "\":\"" + "x".repeat(1000) + "\"")
            .collect(Collectors.joining(","));

    private BigDeposits() {}

    /** A batch; each number gives other ones. */
    static String batch(String account, int number) {
        return IntStream.range(0, LINES)
                .mapToObj(line -> "{\"op\":\"deposit\",\"idempotencyKey\":\"big-" + number + "-" + line
                        + "\",\"account\":\"" + account
                        + "\",\"amount\":\"1.00\",\"currency\":\"EUR\",\"metadata\":{" + METADATA + "}}")
                .collect(Collectors.joining("\n"));
    }
}
