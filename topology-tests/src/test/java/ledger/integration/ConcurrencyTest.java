package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many clients at once: no limit is passed, no version is lost, and no key is applied twice. */
@ExtendWith(SharedLedger.class)
@Tag("container")
class ConcurrencyTest {
    private static final int CLIENTS = 32;
    private static final int CALLS = 20;
    private static final int RING = 10;
    private static final String[] PATIENTLY = {"Prefer", "wait=60"};

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

    @Test
    void oneAccountStaysWithinItsLimitsWhenItPaysAndIsPaidByOthers() throws Exception {
        String hot = ledger.newId();
        api.post(
                        "/v1/accounts",
                        "{\"id\":\"" + hot
                                + "\",\"currency\":\"EUR\",\"overdraftLimit\":\"20.00\",\"maxBalance\":\"30.00\"}")
                .expect(201);
        List<String> others = new ArrayList<>();
        List<Callable<BigDecimal>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            String other = ledger.newId();
            others.add(other);
            api.post("/v1/accounts", "{\"id\":\"" + other + "\",\"currency\":\"EUR\",\"overdraftLimit\":null}")
                    .expect(201);
            Random random = new Random(client);
            clients.add(() -> {
                BigDecimal brought = BigDecimal.ZERO;
                for (int call = 0; call < CALLS; call++) {
                    boolean in = random.nextBoolean();
                    BigDecimal amount = BigDecimal.valueOf(random.nextLong(1, 1500), 2);
                    Api.Reply reply = in
                            ? api.transfer(other, hot, amount.toPlainString(), PATIENTLY)
                            : api.transfer(hot, other, amount.toPlainString(), PATIENTLY);
                    if (reply.status() == 201) {
                        brought = in ? brought.add(amount) : brought.subtract(amount);
                    } else {
                        assertThat(reply.expect(422).json().path("code").textValue())
                                .isEqualTo(in ? "BALANCE_LIMIT_EXCEEDED" : "INSUFFICIENT_FUNDS");
                    }
                }
                return brought;
            });
        }
        List<BigDecimal> brought = atOnce(clients);

        BigDecimal sum = brought.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(settled(hot)).isEqualByComparingTo(sum);
        for (int client = 0; client < CLIENTS; client++) {
            assertThat(settled(others.get(client)))
                    .isEqualByComparingTo(brought.get(client).negate());
        }
        entriesAddUpWithin(hot, new BigDecimal("-20.00"), new BigDecimal("30.00"));
        versionsHaveNoGaps(Stream.concat(Stream.of(hot), others.stream()).toList());
    }

    @Test
    void tenAccountsInARingKeepWhatTheyHaveTogether() throws Exception {
        List<String> ring = new ArrayList<>();
        for (int i = 0; i < RING; i++) {
            String id = ledger.newAccount();
            api.deposit(id, "100.00").expect(201);
            ring.add(id);
        }
        List<Callable<BigDecimal[]>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            Random random = new Random(client);
            clients.add(() -> {
                BigDecimal[] moved = new BigDecimal[RING];
                Arrays.fill(moved, BigDecimal.ZERO);
                for (int call = 0; call < CALLS; call++) {
                    int from = random.nextInt(RING);
                    int to = Math.floorMod(random.nextBoolean() ? from + 1 : from - 1, RING);
                    BigDecimal amount = BigDecimal.valueOf(random.nextLong(1, 8000), 2);
                    Api.Reply reply = api.transfer(ring.get(from), ring.get(to), amount.toPlainString(), PATIENTLY);
                    if (reply.status() == 201) {
                        moved[from] = moved[from].subtract(amount);
                        moved[to] = moved[to].add(amount);
                    } else {
                        assertThat(reply.expect(422).json().path("code").textValue())
                                .isEqualTo("INSUFFICIENT_FUNDS");
                    }
                }
                return moved;
            });
        }
        List<BigDecimal[]> moved = atOnce(clients);

        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < RING; i++) {
            BigDecimal expected = new BigDecimal("100.00");
            for (BigDecimal[] byClient : moved) {
                expected = expected.add(byClient[i]);
            }
            assertThat(settled(ring.get(i))).isEqualByComparingTo(expected);
            sum = sum.add(expected);
            entriesAddUpWithin(ring.get(i), BigDecimal.ZERO, new BigDecimal("1000.00"));
        }
        assertThat(sum).isEqualByComparingTo("1000.00");
        versionsHaveNoGaps(ring);
    }

    /** The balance of an account for which nothing is under way any more. */
    private BigDecimal settled(String id) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(api.state(id).path("reserved").textValue()).isEqualTo("0.00"));
        return new BigDecimal(api.state(id).path("balance").textValue());
    }

    private void entriesAddUpWithin(String id, BigDecimal least, BigDecimal most) {
        long version = api.state(id).path("version").longValue();
        BigDecimal running = BigDecimal.ZERO;
        for (JsonNode item : api.items("/v1/accounts/" + id + "/statement?minVersion=" + version, 100)) {
            running = running.add(new BigDecimal(item.path("amount").textValue()));
            BigDecimal after = new BigDecimal(item.path("balanceAfter").textValue());
            assertThat(after).isEqualByComparingTo(running).isBetween(least, most);
        }
        assertThat(new BigDecimal(api.state(id).path("balance").textValue())).isEqualByComparingTo(running);
    }

    private void versionsHaveNoGaps(List<String> ids) {
        TopicReader topics = ledger.topics();
        Map<String, List<Long>> versions = new HashMap<>();
        topics.read("ledger.accounts.events.v1").stream()
                .filter(record -> ids.contains(TopicReader.key(record)))
                .map(topics::decode)
                .forEach(event -> versions.computeIfAbsent(
                                String.valueOf(event.get("accountId")), _ -> new ArrayList<>())
                        .add((Long) event.get("version")));
        for (String id : ids) {
            assertThat(versions.get(id))
                    .as(id)
                    .containsExactlyElementsOf(LongStream.rangeClosed(
                                    1, api.state(id).path("version").longValue())
                            .boxed()
                            .toList());
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
