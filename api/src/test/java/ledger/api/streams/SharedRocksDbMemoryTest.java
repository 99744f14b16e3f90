package ledger.api.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import ledger.commands.topology.CommandTopology;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;
import org.rocksdb.TableProperties;
import org.rocksdb.TickerType;

class SharedRocksDbMemoryTest {
    private static final Map<String, Object> MEMORY =
            Map.of(SharedRocksDbMemory.CACHE_MB, 8, SharedRocksDbMemory.WRITE_BUFFER_MB, 8);
    private static final int ROWS = 1_000;

    /** So that each has a block of its own, and the index as many entries. */
    private static final int ROW_BYTES = 4_096;

    @TempDir
    private Path directory;

    @BeforeAll
    static void loadLibrary() {
        RocksDB.loadLibrary();
    }

    @Test
    void aNewCommandIsLookedForInTheFilterOfTheLargestFileToo() throws Exception {
        assertThat(seen(CommandTopology.OUTCOMES_STORE).sparedByFilter()).isGreaterThan(ROWS * 9 / 10);
    }

    @Test
    void otherStoresHaveNoFilterInTheLargestFile() throws Exception {
        assertThat(seen(CommandTopology.ACCOUNTS_STORE).sparedByFilter()).isZero();
    }

    @Test
    void theIndexIsInParts() throws Exception {
        assertThat(seen(CommandTopology.ACCOUNTS_STORE).indexParts()).isGreaterThan(1);
    }

    /**
     * What a store does when as many rows are read that are there as that are not.
     *
     * @param sparedByFilter reads that needed no more than the filter
     * @param indexParts of all its files
     */
    private record Seen(long sparedByFilter, long indexParts) {}

    /** A store all of whose rows are in its last, the largest file. */
    private Seen seen(String store) throws RocksDBException {
        try (Statistics statistics = new Statistics();
                Options options = new Options()
                        .setCreateIfMissing(true)
                        .setTableFormatConfig(new BlockBasedTableConfig())
                        .setStatistics(statistics)) {
            new SharedRocksDbMemory().setConfig(store, options, MEMORY);
            try (RocksDB rows = RocksDB.open(options, directory.toString());
                    FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
                for (int row = 0; row < ROWS; row++) {
                    rows.put(key(row, "there"), new byte[ROW_BYTES]);
                }
                rows.flush(flush);
                rows.compactRange();
                for (int row = 0; row < ROWS; row++) {
                    assertThat(rows.get(key(row, "there"))).isNotNull();
                    assertThat(rows.get(key(row, "not"))).isNull();
                }
                long indexParts = rows.getPropertiesOfAllTables().values().stream()
                        .mapToLong(TableProperties::getIndexPartitions)
                        .sum();
                return new Seen(statistics.getTickerCount(TickerType.BLOOM_FILTER_USEFUL), indexParts);
            }
        }
    }

    /** The number first, so that rows which are not there would stand among the others: what is beyond needs no filter. */
    private static byte[] key(int number, String kind) {
        return (number + kind).getBytes(StandardCharsets.UTF_8);
    }
}
