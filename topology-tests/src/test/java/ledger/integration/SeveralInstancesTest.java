package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ledger.api.cluster.PeerProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Three instances on one broker answer as one. The last test stops one of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeveralInstancesTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int ACCOUNTS = 30;
    private static final int BATCH = 100;
    private static final Pattern PEER_CALLS =
            Pattern.compile("ledger_peer_call_duration_seconds_count\\{call=\"(.*?)\",.*} (\\d+).*");

    private final ClusterFixture cluster = new ClusterFixture();
    private final List<Api> apis = cluster.apis();
    private final List<String> accounts = IntStream.range(0, ACCOUNTS)
            .mapToObj(number -> "cluster:" + number)
            .sorted()
            .toList();

    @BeforeAll
    void open() {
        for (int i = 0; i < ACCOUNTS; i++) {
            Api api = apis.get(i % apis.size());
            api.open(accounts.get(i));
            api.deposit(accounts.get(i), (i + 1) + ".00").expect(201);
        }
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @Test
    @Order(0)
    void everyAccountIsReadThroughEachWithTheSameAnswer() {
        for (String account : accounts) {
            List<Api.Reply> replies = apis.stream()
                    .map(api -> api.get(
                                    Api.account(account) + "?minVersion=2", "X-Request-Id", "r-" + account.substring(8))
                            .expect(200))
                    .toList();
            assertThat(replies).allSatisfy(reply -> {
                assertThat(reply.text()).isEqualTo(replies.getFirst().text());
                assertThat(reply.header("ETag")).isEqualTo("\"2\"");
                assertThat(reply.header("Content-Type"))
                        .isEqualTo(replies.getFirst().header("Content-Type"));
                assertThat(reply.header("X-Request-Id")).isEqualTo("r-" + account.substring(8));
                assertThat(reply.headers().map())
                        .doesNotContainKey(PeerProtocol.ANSWERED.toLowerCase(java.util.Locale.ROOT));
            });
            assertThat(apis.stream()
                            .map(api -> api.items(Api.account(account) + "/statement", 10))
                            .distinct())
                    .hasSize(1);
        }
        assertThat(apis).allSatisfy(api -> assertThat(forwarded(api)).isPositive());
    }

    @Test
    @Order(1)
    void problemsAreAnsweredAsByTheOwner() {
        for (int i = 0; i < 2 * ClusterFixture.SHARDS; i++) {
            String path = Api.account("nobody:" + i) + "?minVersion=0";
            List<JsonNode> problems = apis.stream()
                    .map(api -> api.get(path).expect(404).json())
                    .distinct()
                    .toList();
            assertThat(problems).hasSize(1);
            assertThat(problems.getFirst().path("instance").textValue()).isEqualTo("/v1/accounts/nobody%3A" + i);

            String ahead = Api.account(accounts.get(i)) + "?minVersion=99";
            assertThat(apis).allSatisfy(api -> {
                Api.Reply reply = api.get(ahead, "Prefer", "wait=0").expect(503);
                assertThat(reply.json().path("code").textValue()).isEqualTo("READ_BEHIND");
                assertThat(reply.header("Retry-After")).isEqualTo("1");
            });
        }
    }

    @Test
    @Order(1)
    void oneSeesOnesOwnWritesThroughAnyInstance() {
        for (Api api : apis) {
            String account = "own:" + apis.indexOf(api);
            api.open(account);
            for (int i = 1; i <= 10; i++) {
                JsonNode answer = api.deposit(account, "1.00").expect(201).json();
                assertThat(api.state(account).path("balance").textValue()).isEqualTo(i + ".00");
                assertThat(api.get("/v1/transactions/" + answer.path("id").textValue())
                                .expect(200)
                                .json())
                        .isEqualTo(answer);
            }
        }
    }

    /** Who does not wait for the answer asks for it, and is not told that there is no such command. */
    @Test
    @Order(1)
    void aCommandIsKnownToAllInstancesFromWhenItIsAccepted() {
        Api first = apis.getFirst();
        int booked = 0;
        first.open("asked");
        for (int i = 0; i < 10; i++) {
            for (Api other : apis) {
                String key = "asked-" + i + "-" + apis.indexOf(other);
                first.deposit("asked", "1.00", "Idempotency-Key", key, "Prefer", "respond-async")
                        .expect(202);
                assertThat(other.get("/v1/commands/" + key).status()).isIn(200, 202);
                await().atMost(SOON)
                        .until(() -> other.get("/v1/commands/" + key).status() == 200);
                assertThat(other.state("asked").path("balance").textValue())
                        .as("who was told of it reads it")
                        .isEqualTo(++booked + ".00");
            }
        }
        assertThat(apis.getLast().get("/v1/commands/never-asked").status()).isEqualTo(404);
    }

    @Test
    @Order(1)
    void listsHaveEveryAccountOnceThroughEachWhileWritesGoOn() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> written = writer.submit(() -> {
                int count = 0;
                while (!done.get()) {
                    apis.get(count % apis.size())
                            .deposit(accounts.get(count % ACCOUNTS), "0.01")
                            .expect(201);
                    count++;
                }
                return count;
            });
            for (Api api : apis) {
                for (int limit : List.of(1, 7, 1000)) {
                    List<String> listed = new ArrayList<>();
                    api.eachPage("/v1/accounts?prefix=cluster:", limit, page -> {
                        page.path("items")
                                .forEach(item -> listed.add(item.path("id").textValue()));
                        assertThat(Api.fields(page.path("positions"))).hasSize(ClusterFixture.SHARDS);
                    });
                    assertThat(listed).isEqualTo(accounts);
                }
            }
            done.set(true);
            assertThat(written.get()).isPositive();
        }
    }

    @Test
    @Order(1)
    void theTrialBalanceIsThatOfAllPartitionsThroughEach() {
        await().atMost(SOON).untilAsserted(() -> {
            List<JsonNode> answers = apis.stream()
                    .map(api -> api.get("/v1/trial-balance").expect(200).json())
                    .toList();
            assertThat(answers.stream().map(answer -> answer.path("items")).distinct())
                    .hasSize(1);
            assertThat(answers).allSatisfy(answer -> {
                assertThat(Api.fields(answer.path("positions"))).hasSize(ClusterFixture.SHARDS);
                answer.path("positions")
                        .forEach(offset -> assertThat(offset.longValue()).isPositive());
            });
            long listed = apis.getFirst().items("/v1/accounts", 1000).stream()
                    .mapToLong(account -> cents(account.path("balance")))
                    .sum();
            assertThat(cents(answers.getFirst().path("items").path(0).path("accounts")))
                    .isEqualTo(listed);
        });
    }

    @Test
    @Order(1)
    void aKeyIsOneCommandThroughAnyInstance() {
        String one = accounts.get(0);
        String other = accounts.get(1);
        Api.Reply first =
                apis.get(0).deposit(one, "5.00", "Idempotency-Key", "shared").expect(201);
        for (Api api : apis) {
            Api.Reply again =
                    api.deposit(one, "5.00", "Idempotency-Key", "shared").expect(201);
            assertThat(again.text()).isEqualTo(first.text());
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(api.get("/v1/commands/shared").expect(200).text()).isEqualTo(first.text());
            for (String account : accounts.subList(1, 9)) {
                api.deposit(account, "5.00", "Idempotency-Key", "shared").expect(422);
            }
        }
        apis.get(1).hold("held", one, other, "1.00", "").expect(201);
        apis.get(2).capture("held", "{\"amount\":\"0.50\"}").expect(200);
        apis.get(0).change("held", "void", "").expect(200);
    }

    @Test
    @Order(1)
    void aBatchAsksTheOtherInstancesForAllItsKeysAtOnce() {
        String lines = batch(accounts);
        long before = peerCalls(apis.get(0), "question");
        List<JsonNode> first = apis.get(0).batch(lines).expect(200).lines();
        long calls = peerCalls(apis.get(0), "question") - before;
        assertThat(first)
                .allSatisfy(line -> assertThat(line.path("status").intValue()).isEqualTo(201));
        // One call for each other instance; another where one could not answer, because its copies were not up to date.
        assertThat(calls).isBetween(1L, (long) BATCH / 2);

        for (Api api : apis) {
            List<JsonNode> again = api.batch(lines).expect(200).lines();
            for (int i = 0; i < BATCH; i++) {
                assertThat(again.get(i).path("replayed").booleanValue()).isTrue();
                assertThat(again.get(i).path("body")).isEqualTo(first.get(i).path("body"));
            }
            // Some other account: of the same shard for some, of another for others.
            assertThat(api.batch(batch(accounts.reversed())).expect(200).lines())
                    .allSatisfy(
                            line -> assertThat(line.path("body").path("code").textValue())
                                    .isEqualTo("IDEMPOTENCY_KEY_REUSED"));
        }
    }

    private static String batch(List<String> accounts) {
        return IntStream.range(0, BATCH)
                .mapToObj(i -> "{\"op\":\"deposit\",\"idempotencyKey\":\"batch-" + i + "\",\"account\":\""
                        + accounts.get(i % ACCOUNTS) + "\",\"amount\":\"1.00\",\"currency\":\"EUR\"}\n")
                .collect(Collectors.joining());
    }

    @Test
    @Order(1)
    void onlyWhoHasTheSecretIsAnsweredAndNothingIsSentOnTwice() {
        String path = PeerProtocol.PREFIX + Api.account(accounts.getFirst());
        for (Api api : apis) {
            api.get(path).expect(401);
            api.get(path, PeerProtocol.SECRET, ClusterFixture.SECRET + "x").expect(401);
            api.send("POST", PeerProtocol.ASK + "shards/outcomes?partitions=0", BodyPublishers.noBody())
                    .expect(401);
        }
        List<Long> before = apis.stream().map(SeveralInstancesTest::forwarded).toList();
        // The owner, one with a copy, and one that has neither and asks nobody.
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(apis.stream()
                                .map(api -> api.get(path, PeerProtocol.SECRET, ClusterFixture.SECRET)
                                        .status()))
                        .containsExactlyInAnyOrder(200, 200, PeerProtocol.NOT_HELD));
        assertThat(apis.stream().map(SeveralInstancesTest::forwarded).toList()).isEqualTo(before);
    }

    @Test
    @Order(2)
    void readsAndCommandsGoOnWithoutOneThatIsGone() {
        List<Api> left = apis.subList(0, 2);
        List<JsonNode> before =
                accounts.stream().map(account -> left.getFirst().state(account)).toList();
        cluster.stopLast();
        for (Api api : left) {
            for (int i = 0; i < ACCOUNTS; i++) {
                assertThat(api.state(accounts.get(i))).isEqualTo(before.get(i));
            }
            assertThat(api.items("/v1/accounts?prefix=cluster:", 1000)).hasSize(ACCOUNTS);
            api.get("/health/ready").expect(200);
        }
        accounts.forEach(account -> await().atMost(SOON)
                .untilAsserted(() -> left.getLast()
                        .deposit(account, "1.00", "Idempotency-Key", "after-" + account)
                        .expect(201)));
        assertThat(left.getFirst()
                        .get("/v1/trial-balance")
                        .expect(200)
                        .json()
                        .path("items")
                        .path(0)
                        .path("balanced")
                        .booleanValue())
                .isTrue();
    }

    private static long cents(JsonNode amount) {
        return Long.parseLong(amount.textValue().replace(".", ""));
    }

    /** How many reads an instance has sent on to others. */
    private static long forwarded(Api api) {
        return peerCalls(api, "read");
    }

    private static long peerCalls(Api api, String kind) {
        return api.get("/metrics")
                .text()
                .lines()
                .map(PEER_CALLS::matcher)
                .filter(match -> match.matches() && match.group(1).equals(kind))
                .mapToLong(match -> Long.parseLong(match.group(2)))
                .sum();
    }
}
