package ledger.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does faults to the members of one kind, one after the other: the next only when all are well again. */
final class Saboteur {
    private final List<? extends Member> members;
    private final Probe probe;
    private final CountDownLatch stop;
    private final Consumer<String> tell;

    /**
     * @param stop ends the fault that is being done early, and does no more
     * @param tell is told each fault, when it begins and when it is over
     */
    Saboteur(List<? extends Member> members, Probe probe, CountDownLatch stop, Consumer<String> tell) {
        this.members = members;
        this.probe = probe;
        this.stop = stop;
        this.tell = tell;
    }

    /** Returns when the last fault is over and all members are well. */
    void run(List<Fault> faults) throws InterruptedException {
        for (Fault fault : faults) {
            if (stop.await(fault.afterMs(), TimeUnit.MILLISECONDS)) {
                return;
            }
            Member member = members.get(fault.member());
            tell.accept(name(fault) + " " + member.name() + " for " + seconds(Duration.ofMillis(fault.lastsMs())));
            long begun = System.nanoTime();
            execute(fault, member);
            member.awaitWell();
            long well = System.nanoTime();
            tell.accept(member.name() + " is well " + seconds(Duration.ofNanos(well - begun)) + " after "
                    + name(fault) + "; longest without an answer: a write "
                    + seconds(probe.longest(Probe.Kind.WRITE, begun, well)) + ", a read "
                    + seconds(probe.longest(Probe.Kind.READ, begun, well)));
        }
    }

    private void execute(Fault fault, Member member) throws InterruptedException {
        switch (fault.kind()) {
            case KILL -> {
                member.kill();
                var _ = stop.await(fault.lastsMs(), TimeUnit.MILLISECONDS);
                member.start();
            }
            case PAUSE -> {
                member.pause();
                try {
                    var _ = stop.await(fault.lastsMs(), TimeUnit.MILLISECONDS);
                } finally {
                    member.resume();
                }
            }
        }
    }

    private static String name(Fault fault) {
        return switch (fault.kind()) {
            case KILL -> "kill -9";
            case PAUSE -> "SIGSTOP";
        };
    }

    static String seconds(Duration duration) {
        return duration.toMillis() / 1000 + "." + duration.toMillis() / 100 % 10 + " s";
    }
}
