package ledger.projections.generations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import ledger.projections.FoldSnapshots;
import ledger.projections.FoldedPositions;
import ledger.projections.PoisonPolicy;
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
    private final StreamsMaker streams;
    private final Path stateDirectory;
    private final IntSupplier partitions;
    private final StreamsCluster cluster;
    private final Executor digests;
    private final BiConsumer<String, Duration> digested;

    /** Makes Kafka Streams clients. */
    @FunctionalInterface
    public interface StreamsMaker {
        /**
         * A client, not started, with the state directory.
         *
         * @param poison is asked by its handlers of bad records
         */
        KafkaStreams make(Topology topology, String applicationId, PoisonPolicy poison);
    }

    /**
     * @param stateDirectory the {@code state.dir} of the clients
     * @param partitions how many the events topic has
     * @param cluster what the instances know of each other
     * @param digests computes the digests of partitions; threads that fold never wait for it
     * @param digested is told, with the name of the projection, how long each took
     */
    public StreamsGenerations(
            Projections projections,
            ProjectionTopology topologies,
            StreamsMaker streams,
            Path stateDirectory,
            IntSupplier partitions,
            StreamsCluster cluster,
            Executor digests,
            BiConsumer<String, Duration> digested) {
        this.projections = projections;
        this.topologies = topologies;
        this.streams = streams;
        this.stateDirectory = stateDirectory;
        this.partitions = partitions;
        this.cluster = cluster;
        this.digests = digests;
        this.digested = digested;
    }

    @Override
    public GenerationRuntime create(Projection projection, String applicationId) {
        ReadBarrier barrier = projections.barrier(projection.name());
        FoldedPositions folded = new FoldedPositions();
        FoldSnapshots snapshots = new FoldSnapshots(digests, duration -> digested.accept(projection.name(), duration));
        PoisonPolicy poison = new PoisonPolicy();
        KafkaStreams client =
                streams.make(topologies.of(projection, barrier, folded, snapshots), applicationId, poison);
        client.setStandbyUpdateListener(new CopyListener(barrier));
        return new StreamsGeneration(
                applicationId,
                projection,
                client,
                partitions,
                new GenerationPositions(applicationId, folded, cluster.progress()),
                cluster,
                snapshots,
                poison);
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
