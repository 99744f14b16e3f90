package ledger.simulation;

import static ledger.simulation.Violation.unless;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.RequestDigest;
import org.jspecify.annotations.Nullable;

/** What clients have sent. */
final class SentCommands {
    /**
     * A command that was sent.
     *
     * @param inStep how many publications were made known before it
     * @param at the time of its record
     */
    record Sent(Command command, int shard, int inStep, Instant at) {}

    private record Request(CommandId key, RequestDigest digest) {}

    /** In each partition commands keep their order: the first that was sent by a key is the one that is decided. */
    private final Map<CommandId, Sent> firsts = new LinkedHashMap<>();

    private final Map<Request, Integer> times = new HashMap<>();

    void add(Command command, int shard, int inStep, Instant at) {
        Sent first = firsts.putIfAbsent(command.id(), new Sent(command, shard, inStep, at));
        unless(
                first == null
                        || first.command().equals(command)
                                == first.command().digest().equals(command.digest()),
                Check.AT_MOST_ONCE,
                "the digest takes two requests for one, or one for two: %s, %s",
                first,
                command);
        times.merge(new Request(command.id(), command.digest()), 1, Integer::sum);
    }

    /** The command that its key belongs to. */
    Sent decided(CommandId key) {
        Sent sent = find(key);
        if (sent == null) {
            throw new Violation(Check.ORIGIN, "nobody has sent the command " + key);
        }
        return sent;
    }

    @Nullable Sent find(CommandId key) {
        return firsts.get(key);
    }

    Map<CommandId, Sent> all() {
        return firsts;
    }

    /** Counts an answer. */
    void answered(CommandId key, RequestDigest digest) {
        Integer left = times.computeIfPresent(new Request(key, digest), (request, count) -> count - 1);
        unless(left != null && left >= 0, Check.ANSWERS, "%s was answered more often than sent", key);
    }

    /** Everything that was sent has its answer. */
    void quiet() {
        times.forEach((request, left) ->
                unless(left == 0, Check.ANSWERS, "%s was not answered, %s times", request.key(), left));
    }
}
