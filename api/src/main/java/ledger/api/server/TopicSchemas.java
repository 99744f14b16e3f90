package ledger.api.server;

import java.util.Map;
import ledger.records.AccountBalance;
import ledger.records.AccountEvent;
import ledger.records.Command;
import ledger.records.CommandOutcome;
import ledger.records.ProjectionControl;
import ledger.records.ShardMessage;
import ledger.registry.CompatibilityLevel;
import ledger.registry.PortableSchemas;
import ledger.registry.SchemaRegistryClient;
import ledger.topics.Topics;
import org.apache.avro.Schema;

/** The schemas of the topics' values, registered at start so that whoever reads a topic finds its schema. */
final class TopicSchemas {
    private static final Map<String, Schema> VALUES = Map.of(
            Topics.COMMANDS, Command.getClassSchema(),
            Topics.EVENTS, AccountEvent.getClassSchema(),
            Topics.SHARD_MESSAGES, ShardMessage.getClassSchema(),
            Topics.OUTCOMES, CommandOutcome.getClassSchema(),
            Topics.BALANCES, AccountBalance.getClassSchema(),
            Topics.PROJECTION_CONTROL, ProjectionControl.getClassSchema());

    private TopicSchemas() {}

    static void register(SchemaRegistryClient registry) {
        // Events are for ever: every version must be read by every other.
        String events = subject(Topics.EVENTS);
        if (registry.compatibility(events) != CompatibilityLevel.FULL_TRANSITIVE) {
            registry.setCompatibility(events, CompatibilityLevel.FULL_TRANSITIVE);
        }
        VALUES.forEach((topic, schema) -> registry.register(subject(topic), PortableSchemas.of(schema)));
    }

    private static String subject(String topic) {
        return topic + "-value";
    }
}
