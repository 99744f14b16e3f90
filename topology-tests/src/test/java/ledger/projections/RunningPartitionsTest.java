package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import ledger.commands.topology.CommandTopology;
import ledger.commands.topology.ShardListener;
import ledger.projections.balances.BalancesProjection;
import ledger.records.AccountBalance;
import ledger.testing.TestSerdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores are read while the processors of their partition run: the topologies tell from when until when that is. */
class RunningPartitionsTest {
    private static final int PARTITION = 0;

    @TempDir
    private Path directory;

    private TopologyTestDriver run(Topology topology) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        return new TopologyTestDriver(topology, settings);
    }

    @Test
    void aShardTells() {
        List<String> told = new ArrayList<>();
        ShardListener listener = new ShardListener() {
            @Override
            public void begins(int shard) {
                told.add("begins " + shard);
            }

            @Override
            public void ends(int shard) {
                told.add("ends " + shard);
            }
        };
        try (TopologyTestDriver _ = run(CommandTopology.build(TestSerdes.ofCommands(), 1, listener))) {
            assertThat(told).containsExactly("begins 0");
        }
        assertThat(told).containsExactly("begins 0", "ends 0");
    }

    @Test
    void aProjectionTells() {
        FoldedPositions positions = new FoldedPositions();
        Topology topology = new ProjectionTopology("events", AvroSerde.events(), (_, _, _, _) -> {})
                .of(
                        new BalancesProjection(AvroSerde.of(AccountBalance.class)),
                        new ReadBarrier(),
                        positions,
                        new FoldSnapshots(Runnable::run, _ -> {}));
        assertThat(positions.run(PARTITION)).isNull();
        try (TopologyTestDriver _ = run(topology)) {
            assertThat(positions.run(PARTITION)).isNotNull();
        }
        assertThat(positions.run(PARTITION)).isNull();
    }
}
