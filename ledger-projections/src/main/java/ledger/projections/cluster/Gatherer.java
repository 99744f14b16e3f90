package ledger.projections.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Asks a question of all partitions, each exactly once: those of this process directly, the others in one call to each
 * instance that has some. Who cannot answer for all that it is asked for does not answer, and is asked again, or another
 * that has a copy, until the time is over. So there is an answer for every partition, or none.
 */
public final class Gatherer<Q, A> {
    private static final Duration SHORTEST_CALL = Duration.ofSeconds(1);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(3);
    private static final long PAUSE_MS = 25;

    private final PartitionQuestion<Q, A> question;
    private final Peers peers;

    /** Whether this process had all partitions when it was last asked: then they need not be looked at one by one. */
    private volatile boolean whole = true;

    Gatherer(PartitionQuestion<Q, A> question, Peers peers) {
        this.question = question;
        this.peers = peers;
    }

    /**
     * Asks all partitions.
     *
     * @param wait how long to try while partitions move; none of it is waited where all can be read
     * @return answers that together stand for each partition once
     * @throws NotHeldException if a partition was not answered for in time
     * @throws NoSecretException if one is elsewhere and nobody can be asked
     */
    public List<A> gather(Q asked, Duration wait) {
        return gather(asked, IntStream.range(0, question.partitions()).boxed().toList(), wait);
    }

    /** Asks some of the partitions; otherwise as {@link #gather(Object, Duration)}. */
    public List<A> gather(Q asked, List<Integer> partitions, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        Round round = new Round(asked, partitions);
        for (int attempt = 0; !round.missing.isEmpty(); attempt++) {
            round.askHere();
            round.askOthers(attempt, end);
            if (!round.missing.isEmpty()) {
                round.pause(attempt, end);
            }
        }
        return round.answers;
    }

    private final class Round {
        private final Q asked;
        private final SortedSet<Integer> missing;
        private final List<A> answers = new ArrayList<>();
        private String trouble = "nobody is known to have them";

        Round(Q asked, List<Integer> partitions) {
            this.asked = asked;
            this.missing = new TreeSet<>(partitions);
        }

        void askHere() {
            if (whole) {
                SortedSet<Integer> all = new TreeSet<>(missing);
                take(all, () -> question.answer(all, asked, Reach.OWNED));
                if (missing.isEmpty()) {
                    return;
                }
            }
            SortedSet<Integer> here = new TreeSet<>(missing);
            here.removeIf(partition -> !question.isReadable(partition, Reach.OWNED));
            whole = here.equals(missing);
            take(here, () -> question.answer(here, asked, Reach.OWNED));
        }

        /** At each attempt the next of those who have a partition. */
        void askOthers(int attempt, long end) {
            Map<Instance, SortedSet<Integer>> byHolder = new HashMap<>();
            for (int partition : missing) {
                List<Instance> holders = question.holders(partition);
                if (!holders.isEmpty()) {
                    byHolder.computeIfAbsent(holders.get(attempt % holders.size()), _ -> new TreeSet<>())
                            .add(partition);
                }
            }
            if (byHolder.isEmpty()) {
                return;
            }
            byte[] argument = question.questions().serializer().serialize(question.name(), asked);
            Duration left = Duration.ofNanos(end - System.nanoTime());
            Duration timeout = left.compareTo(SHORTEST_CALL) < 0
                    ? SHORTEST_CALL
                    : left.compareTo(LONGEST_CALL) > 0 ? LONGEST_CALL : left;
            if (byHolder.size() == 1) {
                byHolder.forEach(
                        (holder, partitions) -> take(partitions, () -> ask(holder, partitions, argument, timeout)));
            } else {
                askTogether(byHolder, argument, timeout);
            }
        }

        private void askTogether(Map<Instance, SortedSet<Integer>> byHolder, byte[] argument, Duration timeout) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Map<SortedSet<Integer>, Future<A>> calls = new HashMap<>();
                byHolder.forEach((holder, partitions) ->
                        calls.put(partitions, threads.submit(() -> ask(holder, partitions, argument, timeout))));
                calls.forEach((partitions, call) -> take(partitions, () -> result(call)));
            }
        }

        private A ask(Instance holder, SortedSet<Integer> partitions, byte[] argument, Duration timeout) {
            if (!holder.self()) {
                byte[] answer = peers.ask(holder, question.name(), partitions, argument, timeout);
                return question.answers().deserializer().deserialize(question.name(), answer);
            }
            for (int partition : partitions) {
                if (!question.isReadable(partition, Reach.HELD)) {
                    throw new NotHeldException("partition " + partition + " cannot be read here now");
                }
            }
            return question.answer(partitions, asked, Reach.HELD);
        }

        private void take(SortedSet<Integer> partitions, Supplier<A> answer) {
            if (partitions.isEmpty()) {
                return;
            }
            try {
                answers.add(answer.get());
                missing.removeAll(partitions);
            } catch (NotHeldException e) {
                trouble = String.valueOf(e.getMessage());
            }
        }

        /** The first attempt is followed by the next at once: it may have met an owner that is gone. */
        void pause(int attempt, long end) {
            if (System.nanoTime() >= end && attempt > 0) {
                throw new NotHeldException("partitions " + missing + " cannot be read now: " + trouble);
            }
            if (attempt > 0) {
                sleep();
            }
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotHeldException("interrupted while partitions are asked", e);
        }
    }

    private static <A> A result(Future<A> call) {
        try {
            return call.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotHeldException("interrupted while partitions are asked", e);
        }
    }
}
