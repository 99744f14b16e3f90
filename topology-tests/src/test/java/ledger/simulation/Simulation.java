package ledger.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import ledger.language.Command;
import ledger.testing.TestSerdes;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.test.TestRecord;

/** Runs a {@link Plan}: real shards, and a network between them that keeps the order within a partition and no other. */
final class Simulation implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration EXPIRY_TAKES_AT_MOST = Duration.ofSeconds(2);
    private static final int MOST_ROUNDS = 1000;
    private static final Serializer<Command> COMMANDS =
            TestSerdes.LEDGER.commands().serializer();

    private final int count;
    private final Tampering tampering;
    private final List<Shard> shards = new ArrayList<>();
    private final Network commands;
    private final Network messages;
    private final Auditor auditor;
    private Instant now = START;

    private Simulation(int count, Tampering tampering) {
        this.count = count;
        this.tampering = tampering;
        commands = new Network(count);
        messages = new Network(count);
        auditor = new Auditor(count);
        for (int shard = 0; shard < count; shard++) {
            shards.add(new Shard(shard, count, tampering.clock(START), tampering));
        }
    }

    /**
     * Runs a plan, then lets everything come to rest.
     *
     * @throws Violation if a promise is broken
     */
    static void run(Plan plan, Tampering tampering) {
        try (Simulation simulation = new Simulation(plan.shards(), tampering)) {
            plan.steps().forEach(simulation::take);
            simulation.settle();
        }
    }

    private void take(Step step) {
        switch (step) {
            case Step.Send(Command command) -> send(command);
            case Step.Consume(int shard, boolean message) -> consume(shard, message);
            case Step.Commit(int shard) -> commit(shard);
            case Step.Crash(int shard) -> crash(shard);
            case Step.Wait(Duration time, int stalled) -> passTime(time, stalled);
            case Step.Settle() -> settle();
        }
    }

    private void send(Command command) {
        now = now.plusMillis(1);
        byte[] key = command.accountId().value().getBytes(UTF_8);
        int shard = shardOf(command.accountId().value());
        auditor.sent(command, shard, tampering.clock(now));
        byte[] value = COMMANDS.serialize(Topics.COMMANDS, tampering.sent(command));
        commands.append(shard, new TestRecord<>(key, value, tampering.clock(now)));
    }

    private boolean consume(int shard, boolean message) {
        TestRecord<byte[], byte[]> next = (message ? messages : commands).next(shard);
        if (next != null) {
            shards.get(shard).consume(message ? Topics.SHARD_MESSAGES : Topics.COMMANDS, next);
        }
        return next != null;
    }

    private boolean commit(int shard) {
        commands.commit(shard);
        messages.commit(shard);
        List<Output> outputs = shards.get(shard).commit();
        for (Output output : outputs) {
            if (output.isTo(Topics.SHARD_MESSAGES)) {
                messages.append(shardOf(output.key()), output.record());
            }
        }
        auditor.published(shard, outputs, now);
        return !outputs.isEmpty();
    }

    private void crash(int shard) {
        shards.get(shard).crash();
        commands.rewind(shard);
        messages.rewind(shard);
    }

    private void passTime(Duration time, int stalled) {
        now = now.plus(time);
        for (int shard = 0; shard < count; shard++) {
            if (shard != stalled) {
                shards.get(shard).advanceTo(tampering.clock(now));
            }
        }
    }

    private void settle() {
        Instant until = now.plus(EXPIRY_TAKES_AT_MOST);
        shards.forEach(Shard::start);
        drain();
        while (now.isBefore(until)) {
            passTime(TICK, count);
            drain();
        }
        auditor.quiet(now.minus(EXPIRY_TAKES_AT_MOST));
    }

    private void drain() {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            boolean moved = false;
            for (int shard = 0; shard < count; shard++) {
                while (consume(shard, true) || consume(shard, false)) {
                    moved = true;
                }
                moved |= commit(shard);
            }
            if (!moved) {
                return;
            }
        }
        throw new Violation(Check.ANSWERS, "the shards talk without end");
    }

    private int shardOf(String account) {
        return ShardPartitioner.shardOf(account, count);
    }

    @Override
    public void close() {
        shards.forEach(Shard::close);
    }
}
