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
import org.rocksdb.TickerType;

class SharedRocksDbMemoryTest {
    private static final Map<String, Object> MEMORY =
            Map.of(SharedRocksDbMemory.CACHE_MB, 8, SharedRocksDbMemory.WRITE_BUFFER_MB, 8);
    private static final int ROWS = 1_000;

    @TempDir
    private Path directory;

    @BeforeAll
    static void loadLibrary() {
        RocksDB.loadLibrary();
    }

    @Test
    void aNewCommandIsLookedForInTheFilterOfTheLargestFileToo() throws Exception {
        assertThat(readsSpared(CommandTopology.OUTCOMES_STORE)).isGreaterThan(ROWS * 9 / 10);
    }

    @Test
    void otherStoresHaveNoFilterInTheLargestFile() throws Exception {
        assertThat(readsSpared(CommandTopology.ACCOUNTS_STORE)).isZero();
    }

    /** How many reads of rows that are not there the filter answers, where all rows are in the last, the largest file. */
    private long readsSpared(String store) throws RocksDBException {
        try (Statistics statistics = new Statistics();
                Options options = new Options()
                        .setCreateIfMissing(true)
                        .setTableFormatConfig(new BlockBasedTableConfig())
                        .setStatistics(statistics)) {
            new SharedRocksDbMemory().setConfig(store, options, MEMORY);
            try (RocksDB rows = RocksDB.open(options, directory.toString());
                    FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
                for (int row = 0; row < ROWS; row++) {
                    rows.put(key(row, "there"), new byte[] {1});
                }
                rows.flush(flush);
                rows.compactRange();
                for (int row = 0; row < ROWS; row++) {
                    assertThat(rows.get(key(row, "there"))).isNotNull();
                    assertThat(rows.get(key(row, "not"))).isNull();
                }
            }
            return statistics.getTickerCount(TickerType.BLOOM_FILTER_USEFUL);
        }
    }

    /** The number first, so that rows which are not there would stand among the others: what is beyond needs no filter. */
    private static byte[] key(int number, String kind) {
        return (number + kind).getBytes(StandardCharsets.UTF_8);
    }
}
