package ledger.projections.generations;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application ids of generations, {@code ledger-balances-g3}, and the names of what Kafka Streams makes for them. */
public final class GenerationNames {
    private static final int FIRST = 1;

    private final String prefix;
    private final Pattern application;
    private final Pattern internalTopic;

    /** A generation of a projection, by their names. */
    record Generation(String projection, int number) {}

    /** @param prefix what all application ids of this ledger start with, without the hyphen after it: {@code ledger} */
    public GenerationNames(String prefix) {
        this.prefix = prefix;
        String id = Pattern.quote(prefix) + "-([a-z][a-z0-9-]*?)-g([1-9][0-9]{0,8})";
        this.application = Pattern.compile(id);
        this.internalTopic = Pattern.compile("(" + id + ")-.+-(changelog|repartition)");
    }

    /** The application id, which is also the name of the group. */
    public String applicationId(String projection, int generation) {
        return prefix + "-" + projection + "-g" + generation;
    }

    /** Whether a generation takes the place of another one, by its application id. */
    public boolean isRebuilt(String applicationId) {
        return parse(applicationId).stream().anyMatch(generation -> generation.number() > FIRST);
    }

    /** The generation of an application id; empty if it is none of this ledger. */
    Optional<Generation> parse(String applicationId) {
        Matcher match = application.matcher(applicationId);
        return match.matches()
                ? Optional.of(new Generation(match.group(1), Integer.parseInt(match.group(2))))
                : Optional.empty();
    }

    /** The application id of an internal topic; empty if it is no such topic of a generation of this ledger. */
    Optional<String> applicationOfTopic(String topic) {
        Matcher match = internalTopic.matcher(topic);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }
}
