package ledger.faults;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What all clients have sent, what they were told, and what else they have met. Thread-safe. */
final class Journal {
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> passing = new ConcurrentHashMap<>();

    void add(Sent command) {
        sent.add(command);
    }

    Collection<Sent> all() {
        return sent;
    }

    List<Sent> unsettled() {
        return sent.stream().filter(command -> command.answer() == null).toList();
    }

    /** Something that must never happen. */
    void violated(String what) {
        violations.add(what);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    /** Something that a retry is to cure. */
    void passed(String what) {
        passing.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    /** How often what passing trouble was met. */
    SortedMap<String, Long> passing() {
        SortedMap<String, Long> sums = new TreeMap<>();
        passing.forEach((what, count) -> sums.put(what, count.sum()));
        return sums;
    }
}
