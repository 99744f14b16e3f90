package ledger.api.server;

import ledger.codec.LedgerSerdes;
import ledger.commands.topology.CommandTopology;
import ledger.projections.Projection;
import ledger.projections.ProjectionTopology;
import ledger.projections.ReadBarrier;
import ledger.registry.InMemorySchemaLog;
import ledger.registry.SchemaRegistryClients;
import ledger.registry.SubjectRegistry;
import ledger.topics.Topics;

/** The Streams topologies of the application in words, as Kafka Streams describes them. */
public final class TopologyText {
    private TopologyText() {}

    /** All of them, each under its name. */
    public static String describe() {
        // Nothing is read or written: any registry will do.
        LedgerSerdes serdes = new LedgerSerdes(SchemaRegistryClients.of(new SubjectRegistry(new InMemorySchemaLog())));
        StringBuilder text = new StringBuilder("commands\n");
        text.append(CommandTopology.build(CommandSide.commandSerdes(serdes), 1).describe());
        for (Projection projection : ReadModels.registered().all()) {
            text.append('\n').append(projection.name()).append('\n');
            text.append(new ProjectionTopology(Topics.EVENTS, serdes.events(), (_, _, _, _) -> {})
                    .of(projection, new ReadBarrier())
                    .describe());
        }
        return text.toString();
    }
}
