package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients may rely on when they follow the feed of events. */
@ExtendWith(SharedLedger.class)
@Tag("container")
class EventFeedTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final LedgerFixture ledger;
    private final Api api;

    EventFeedTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    private static List<Long> upTo(long version) {
        return LongStream.rangeClosed(1, version).boxed().toList();
    }

    private static List<String> types(List<Feed.Event> events) {
        return events.stream().map(Feed.Event::type).toList();
    }

    @Test
    void fromTheStartEveryVersionComesOnceInOrderWithWhatHappened() throws InterruptedException {
        List<String> accounts = ledger.newAccountsApart(2);
        String id = accounts.getFirst();
        String other = accounts.getLast();
        api.patch(Api.account(id), "{\"overdraftLimit\":\"5.00\"}").expect(200);
        String deposit = "{\"amount\":\"100.00\",\"currency\":\"EUR\",\"reference\":\"line\\nbreak\"}";
        api.post(Api.account(id) + "/deposits", deposit, "Idempotency-Key", "d-" + id)
                .expect(201);
        api.withdraw(id, "1.00").expect(201);
        api.withdraw(id, "1000.00").expect(422);
        api.transfer(id, other, "10.00", "Idempotency-Key", "t-" + id).expect(201);
        api.hold("h-" + id, id, "@world", "20.00", "").expect(201);
        api.capture("h-" + id, "{\"amount\":\"15.00\"}").expect(200);
        api.change("h-" + id, "void", "").expect(200);
        api.change("d-" + id, "reverse", "{}").expect(422);
        api.change("t-" + id, "reverse", "{}").expect(201);
        api.post(Api.account(id) + "/freeze", "").expect(200);
        api.post(Api.account(id) + "/unfreeze", "").expect(200);
        long version = api.state(id).path("version").longValue();

        try (Feed feed = Feed.open(api, "?account=" + id + "&from=start")) {
            await().atMost(SOON).until(() -> feed.events().size() >= version);
            assertThat(feed.versions(id)).isEqualTo(upTo(version));
            List<Feed.Event> events = feed.events();
            assertThat(events).hasSize((int) version);
            assertThat(types(events))
                    .startsWith("AccountOpened", "AccountUpdated", "FundsDeposited", "FundsWithdrawn")
                    .contains("TransactionPosted", "FundsReserved", "FundsCaptured", "FundsReleased")
                    .contains("TransactionReversed")
                    .endsWith("AccountFrozen", "AccountUnfrozen");
            assertThat(events).extracting(Feed.Event::id).doesNotHaveDuplicates();
            assertThat(events)
                    .allSatisfy(event -> assertThat(Api.fields(event.data()))
                            .startsWith(
                                    "eventId",
                                    "type",
                                    "accountId",
                                    "version",
                                    "transactionId",
                                    "commandId",
                                    "currency",
                                    "balance",
                                    "reserved",
                                    "recordedAt",
                                    "effectiveAt"));
            assertThat(events.getFirst().data().path("transactionId").isNull()).isTrue();
            JsonNode deposited = events.get(2).data();
            assertThat(deposited.path("eventId").textValue()).isEqualTo(id + "@3");
            assertThat(deposited.path("transactionId").textValue()).isEqualTo("d-" + id);
            assertThat(deposited.path("amount").textValue()).isEqualTo("100.00");
            assertThat(deposited.path("balance").textValue()).isEqualTo("100.00");
            assertThat(deposited.path("reference").textValue()).isEqualTo("line\nbreak");
            JsonNode posted = events.stream()
                    .filter(event -> event.type().matches("TransactionPosted|FundsCaptured"))
                    .findFirst()
                    .orElseThrow()
                    .data();
            assertThat(posted.path("entries"))
                    .isEqualTo(Api.parse("[{\"counterparty\":\"" + other + "\",\"amount\":\"-10.00\"}]"));
            JsonNode last = events.getLast().data();
            assertThat(last.path("balance")).isEqualTo(api.state(id).path("balance"));
        }
    }

    @Test
    void cutAndResumedItNeitherRepeatsNorMissesWhileOthersWrite() throws Exception {
        List<String> accounts = ledger.newAccountsApart(4);
        AtomicBoolean done = new AtomicBoolean();
        Map<String, List<Long>> seen = new TreeMap<>();
        String id;
        try (Feed first = Feed.open(api, "")) {
            id = first.firstId();
        }
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int round = 0; round < 30; round++) {
                accounts.forEach(account -> api.deposit(account, "2.00").expect(201));
                api.transfer(accounts.get(round % 4), accounts.get((round + 1) % 4), "1.00")
                        .expect(201);
            }
            done.set(true);
        });
        int cuts = 0;
        Map<String, List<Long>> expected = new TreeMap<>();
        while (!seen.equals(expected) || expected.isEmpty()) {
            assertThat(cuts++).isLessThan(500);
            try (Feed feed = Feed.open(api, "?from=start", "Last-Event-ID", id)) {
                await().atMost(SOON).until(() -> feed.events().size() >= 7 || done.get());
                if (done.get() && expected.isEmpty()) {
                    for (String account : accounts) {
                        long version = api.state(account).path("version").longValue();
                        expected.put(account, upTo(version).subList(1, (int) version));
                    }
                }
                if (done.get()) {
                    long left = missing(expected, seen);
                    await().atMost(SOON)
                            .until(() -> feed.events().stream()
                                            .filter(event -> accounts.contains(event.account()))
                                            .count()
                                    >= Math.min(left, 7));
                }
                // Cut in the middle of what came: what is not taken comes again.
                List<Feed.Event> events = feed.events();
                for (Feed.Event event : events.subList(0, Math.min(events.size(), 7))) {
                    id = event.id();
                    if (accounts.contains(event.account())) {
                        seen.computeIfAbsent(event.account(), _ -> new ArrayList<>())
                                .add(event.version());
                    }
                }
            }
        }
        writer.join();
        assertThat(cuts).isGreaterThan(5);
        try (Feed feed = Feed.open(api, "", "Last-Event-ID", id)) {
            api.deposit(accounts.getFirst(), "1.00").expect(201);
            long version = api.state(accounts.getFirst()).path("version").longValue();
            await().atMost(SOON).until(() -> feed.versions(accounts.getFirst()).equals(List.of(version)));
        }
    }

    private static long missing(Map<String, List<Long>> expected, Map<String, List<Long>> seen) {
        return expected.values().stream().mapToLong(List::size).sum()
                - seen.values().stream().mapToLong(List::size).sum();
    }

    @Test
    void showsWhatHappensFromNowOn() throws InterruptedException {
        String id = ledger.newAccount();
        api.deposit(id, "1.00").expect(201);
        try (Feed all = Feed.open(api, "");
                Feed one = Feed.open(api, "?account=" + id)) {
            api.deposit(id, "2.00").expect(201);
            await().atMost(SOON)
                    .until(() -> !all.events(id).isEmpty() && !one.events().isEmpty());
            assertThat(all.versions(id)).containsExactly(3L);
            assertThat(one.versions(id)).containsExactly(3L);
        }
    }

    @Test
    void waitsForAnAccountThatIsNotThereYet() throws InterruptedException {
        String id = ledger.newId();
        try (Feed feed = Feed.open(api, "?account=" + id + "&from=start")) {
            ledger.newAccount();
            api.open(id);
            await().atMost(SOON).until(() -> !feed.events().isEmpty());
            assertThat(types(feed.events())).containsExactly("AccountOpened");
        }
    }

    @Test
    void fromATimeShowsExactlyWhatWasRecordedThenOrLater() throws InterruptedException {
        String id = ledger.newAccount();
        for (int i = 0; i < 20; i++) {
            api.deposit(id, "1.00").expect(201);
        }
        List<Feed.Event> all;
        try (Feed feed = Feed.open(api, "?account=" + id + "&from=start")) {
            await().atMost(SOON).until(() -> feed.events().size() >= 21);
            all = feed.events();
        }
        Instant time = recordedAt(all.get(10));
        requireFrom(
                id,
                time,
                all.stream().filter(event -> !recordedAt(event).isBefore(time)).toList());
        Instant later = time.plusNanos(1);
        List<Feed.Event> less =
                all.stream().filter(event -> !recordedAt(event).isBefore(later)).toList();
        requireFrom(id, later, less);
        assertThat(less).isNotEmpty().hasSizeLessThan(11);
    }

    private static Instant recordedAt(Feed.Event event) {
        return Instant.parse(event.data().path("recordedAt").textValue());
    }

    private void requireFrom(String id, Instant time, List<Feed.Event> expected) throws InterruptedException {
        try (Feed feed = Feed.open(api, "?account=" + id + "&from=" + time)) {
            await().atMost(SOON).until(() -> feed.events().size() >= expected.size());
            assertThat(feed.events())
                    .extracting(Feed.Event::data)
                    .isEqualTo(expected.stream().map(Feed.Event::data).toList());
        }
        String feedOfTheFuture = "?account=" + id + "&from=2999-01-01T00:00:00Z";
        try (Feed feed = Feed.open(api, feedOfTheFuture)) {
            assertThat(feed.events()).isEmpty();
        }
    }

    @Test
    void aFeedOfAllIsResumedForOneAccountButNotTheOtherWayRound() throws InterruptedException {
        String id = ledger.newAccount();
        String ofAll;
        String ofOne;
        try (Feed all = Feed.open(api, "");
                Feed one = Feed.open(api, "?account=" + id)) {
            ofAll = all.firstId();
            ofOne = one.firstId();
        }
        api.deposit(id, "1.00").expect(201);
        try (Feed feed = Feed.open(api, "?account=" + id, "Last-Event-ID", ofAll)) {
            await().atMost(SOON).until(() -> feed.versions(id).equals(List.of(2L)));
        }
        JsonNode problem =
                api.get("/v1/events", "Last-Event-ID", ofOne).expect(400).json();
        assertThat(problem.path("header").textValue()).isEqualTo("Last-Event-ID");
    }

    @Test
    void whoAsksForTheHeadersAloneGetsNoFeed() {
        Api.Reply head = api.send("HEAD", "/v1/events?from=start", BodyPublishers.noBody())
                .expect(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
    }
}
