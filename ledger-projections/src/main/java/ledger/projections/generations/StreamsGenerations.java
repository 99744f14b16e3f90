package ledger.projections.generations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import ledger.projections.FoldedPositions;
import ledger.projections.Projection;
import ledger.projections.ProjectionTopology;
import ledger.projections.Projections;
import ledger.projections.ReadBarrier;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** Makes generations that run on Kafka Streams. */
public final class StreamsGenerations implements GenerationFactory {
    private final Projections projections;
    private final ProjectionTopology topologies;
    private final BiFunction<Topology, String, KafkaStreams> streams;
    private final Path stateDirectory;
    private final IntSupplier partitions;
    private final StreamsCluster cluster;

    /**
     * @param streams makes a client, not started, for a topology and an application id, with that state directory
     * @param stateDirectory the {@code state.dir} of the clients
     * @param partitions how many the events topic has
     * @param cluster what the instances know of each other
     */
    public StreamsGenerations(
            Projections projections,
            ProjectionTopology topologies,
            BiFunction<Topology, String, KafkaStreams> streams,
            Path stateDirectory,
            IntSupplier partitions,
            StreamsCluster cluster) {
        this.projections = projections;
        this.topologies = topologies;
        this.streams = streams;
        this.stateDirectory = stateDirectory;
        this.partitions = partitions;
        this.cluster = cluster;
    }

    @Override
    public GenerationRuntime create(Projection projection, String applicationId) {
        ReadBarrier barrier = projections.barrier(projection.name());
        FoldedPositions folded = new FoldedPositions();
        KafkaStreams client = streams.apply(topologies.of(projection, barrier, folded), applicationId);
        client.setStandbyUpdateListener(new CopyListener(barrier));
        return new StreamsGeneration(
                applicationId,
                projection,
                client,
                partitions,
                new GenerationPositions(applicationId, folded, cluster.progress()),
                cluster);
    }

    @Override
    public Set<String> localApplications() {
        try (Stream<Path> directories = Files.list(stateDirectory)) {
            return directories.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        } catch (NoSuchFileException e) {
            // Nothing has run here yet.
            return Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void deleteLocalState(String applicationId) {
        try {
            Utils.delete(stateDirectory.resolve(applicationId).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
