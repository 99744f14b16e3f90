package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Far more is asked of a ledger than it can do, for a while ({@code -Doverload.seconds}): it refuses what is too much, does
 * exactly what it accepted, and takes no more memory than it may.
 */
class OverloadTest {
    private static final Duration LASTS = Duration.ofSeconds(Long.getLong("overload.seconds", 3));
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);

    /** Beside the heap: code, threads, and what RocksDB and Kafka's clients and broker have outside of it. */
    private static final int OTHER_MB = 768;

    private static final int BATCHES = 36;
    private static final int LINES = 5_000;
    private static final int SINGLES = 64;

    @TempDir
    private Path directory;

    /** What came of the deposits of one client, of 1.00 each into an account of its own. */
    private record Tally(String account, int accepted, int refused) {
        Tally plus(int moreAccepted, int moreRefused) {
            return new Tally(account, accepted + moreAccepted, refused + moreRefused);
        }
    }

    @Test
    void whatIsAcceptedIsDoneOnceAndWhatIsRefusedIsNotDone() throws IOException {
        try (LedgerProcess ledger = LedgerProcess.server(directory)) {
            Api api = ledger.ready();
            List<Tally> tallies = flood(api, ledger);

            assertThat(tallies).anySatisfy(tally -> assertThat(tally.refused()).isPositive());
            assertThat(api.metric("ledger_commands_refused_total") + api.metric("ledger_bodies_refused_total"))
                    .isPositive();
            await().atMost(SETTLED_WITHIN)
                    .untilAsserted(() ->
                            assertThat(api.metric("ledger_commands_under_way")).isZero());
            api.open("after-the-flood"); // room and memory were given back
            for (Tally tally : tallies) {
                assertThat(api.get(Api.account(tally.account()) + "?minVersion=" + (tally.accepted() + 1))
                                .expect(200)
                                .json()
                                .path("balance")
                                .textValue())
                        .isEqualTo(tally.accepted() + ".00");
            }
            assertThat(ledger.log()).doesNotContain("OutOfMemoryError");
            assertThat(ledger.terminate().exitCode()).isZero();
        }
    }

    private static List<Tally> flood(Api api, LedgerProcess ledger) throws IOException {
        api.batch(IntStream.range(0, BATCHES + SINGLES)
                        .mapToObj(i ->
                                "{\"op\":\"open\",\"idempotencyKey\":\"open-%1$d\",\"account\":\"flood:%1$d\",\"currency\":\"EUR\"}"
                                        .formatted(i))
                        .collect(Collectors.joining("\n")))
                .expect(200);
        long deadline = System.nanoTime() + LASTS.toNanos();
        List<Future<Tally>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < BATCHES + SINGLES; i++) {
                String account = "flood:" + i;
                boolean inBatches = i < BATCHES;
                clients.add(threads.submit(() -> {
                    Tally tally = new Tally(account, 0, 0);
                    for (int n = 0; System.nanoTime() - deadline < 0; n++) {
                        tally = inBatches ? batch(api, tally, n) : single(api, tally);
                    }
                    return tally;
                }));
            }
            while (System.nanoTime() - deadline < 0) {
                api.get("/v1/accounts/flood:0").expect(200);
                assertThat(residentMb(ledger.pid())).isLessThan(LedgerProcess.HEAP_MB + OTHER_MB);
            }
        }
        return clients.stream().map(OverloadTest::tally).toList();
    }

    private static Tally tally(Future<Tally> client) {
        try {
            return client.get(0, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a client failed", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A batch whose answers are not waited for: without a bound, they would pile up as fast as they can be sent. */
    private static Tally batch(Api api, Tally tally, int number) {
        String lines = IntStream.range(0, LINES)
                .mapToObj(i ->
                        "{\"op\":\"deposit\",\"idempotencyKey\":\"%1$s-%2$d-%3$d\",\"account\":\"%1$s\",\"amount\":\"1.00\",\"currency\":\"EUR\"}"
                                .formatted(tally.account(), number, i))
                .collect(Collectors.joining("\n"));
        Api.Reply reply = api.batch(lines, "Prefer", "respond-async");
        if (reply.status() == 503) {
            assertOverloaded(reply);
            return tally.plus(0, LINES);
        }
        String answers = reply.expect(200).text();
        int refused = count(answers, "\"code\":\"OVERLOADED\"");
        int accepted = count(answers, "\"status\":202,") + count(answers, "\"status\":201,");
        assertThat(accepted + refused).as(tally.account()).isEqualTo(LINES);
        return tally.plus(accepted, refused);
    }

    private static Tally single(Api api, Tally tally) {
        Api.Reply reply = api.deposit(tally.account(), "1.00");
        if (reply.status() == 503) {
            assertOverloaded(reply);
            return tally.plus(0, 1);
        }
        assertThat(reply.status()).as(reply.text()).isIn(201, 202);
        return tally.plus(1, 0);
    }

    private static void assertOverloaded(Api.Reply reply) {
        assertThat(reply.json().path("code").textValue()).isEqualTo("OVERLOADED");
        assertThat(reply.header("Retry-After")).isEqualTo("1");
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    private static long residentMb(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
