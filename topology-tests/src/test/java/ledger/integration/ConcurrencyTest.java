package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many clients at once: no limit is passed, no version is lost, and no key is applied twice. */
@ExtendWith(SharedLedger.class)
class ConcurrencyTest {
    private static final int CLIENTS = 32;
    private static final int CALLS = 20;

    private final LedgerFixture ledger;
    private final Api api;

    ConcurrencyTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void oneAccountStaysWithinItsLimits() throws Exception {
        String id = ledger.newId();
        api.post(
                        "/v1/accounts",
                        "{\"id\":\"" + id
                                + "\",\"currency\":\"EUR\",\"overdraftLimit\":\"20.00\",\"maxBalance\":\"30.00\"}")
                .expect(201);
        List<Callable<BigDecimal>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            clients.add(() -> {
                BigDecimal moved = BigDecimal.ZERO;
                for (int call = 0; call < CALLS; call++) {
                    boolean in = (number + call) % 2 == 0;
                    String amount = (1 + (number * 7 + call * 3) % 9) + ".00";
                    Api.Reply reply = in ? api.deposit(id, amount) : api.withdraw(id, amount);
                    if (reply.status() == 201) {
                        moved = in ? moved.add(new BigDecimal(amount)) : moved.subtract(new BigDecimal(amount));
                    } else {
                        assertThat(reply.expect(422).json().path("code").textValue())
                                .isEqualTo(in ? "BALANCE_LIMIT_EXCEEDED" : "INSUFFICIENT_FUNDS");
                    }
                }
                return moved;
            });
        }
        BigDecimal sum = atOnce(clients).stream().reduce(BigDecimal.ZERO, BigDecimal::add);

        JsonNode account = api.get("/v1/accounts/" + id).expect(200).json();
        assertThat(new BigDecimal(account.path("balance").textValue())).isEqualByComparingTo(sum);
        long version = account.path("version").longValue();
        List<JsonNode> items = api.items("/v1/accounts/" + id + "/statement?minVersion=" + version, 100);
        assertThat(items)
                .extracting(item -> item.path("version").longValue())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(2, version).boxed().toList());
        assertThat(items)
                .extracting(item -> new BigDecimal(item.path("balanceAfter").textValue()))
                .allSatisfy(
                        balance -> assertThat(balance).isBetween(new BigDecimal("-20.00"), new BigDecimal("30.00")));
        BigDecimal running = BigDecimal.ZERO;
        for (JsonNode item : items) {
            running = running.add(new BigDecimal(item.path("amount").textValue()));
            assertThat(new BigDecimal(item.path("balanceAfter").textValue())).isEqualByComparingTo(running);
        }
    }

    @Test
    void oneKeyAtOnceIsAppliedOnce() throws Exception {
        String id = ledger.newAccount();
        for (int round = 1; round <= 5; round++) {
            String key = "at-once-" + id + "-" + round;
            List<Callable<Api.Reply>> clients = new ArrayList<>();
            for (int client = 0; client < 16; client++) {
                clients.add(() -> api.deposit(id, "1.00", "Idempotency-Key", key));
            }
            List<Api.Reply> replies = atOnce(clients);
            assertThat(replies).extracting(Api.Reply::status).containsOnly(201);
            assertThat(replies)
                    .extracting(Api.Reply::text)
                    .containsOnly(replies.getFirst().text());
            assertThat(replies)
                    .filteredOn(reply -> reply.header("Idempotency-Replayed").isEmpty())
                    .hasSize(1);
            JsonNode account = api.get("/v1/accounts/" + id).expect(200).json();
            assertThat(account.path("balance").textValue()).isEqualTo(round + ".00");
            assertThat(account.path("version").intValue()).isEqualTo(round + 1);
        }
    }

    private static <T> List<T> atOnce(List<Callable<T>> clients) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> result : threads.invokeAll(clients)) {
                results.add(result.get());
            }
        }
        return results;
    }
}
