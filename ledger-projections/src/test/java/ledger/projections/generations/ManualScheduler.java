package ledger.projections.generations;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler whose tasks run when the test says so, in the test's thread. It starts no thread of its own. */
final class ManualScheduler extends ScheduledThreadPoolExecutor {
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final Deque<Periodic> periodic = new ArrayDeque<>();

    ManualScheduler() {
        super(0);
    }

    @Override
    public void execute(Runnable command) {
        queue.add(command);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        Periodic task = new Periodic(command);
        periodic.add(task);
        return task;
    }

    /** Runs what was submitted, and then each periodic task once. */
    void tick() {
        runSubmitted();
        periodic.stream().filter(task -> !task.isCancelled()).forEach(task -> task.command.run());
        runSubmitted();
    }

    void runSubmitted() {
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
    }

    private static final class Periodic extends FutureTask<Object> implements RunnableScheduledFuture<Object> {
        private final Runnable command;

        Periodic(Runnable command) {
            super(command, "");
            this.command = command;
        }

        @Override
        public boolean isPeriodic() {
            return true;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(INTERVAL);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
