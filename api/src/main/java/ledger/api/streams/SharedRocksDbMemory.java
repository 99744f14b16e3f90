package ledger.api.streams;

import java.util.Map;
import java.util.Objects;
import ledger.commands.topology.CommandTopology;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.Filter;
import org.rocksdb.IndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one budget of write buffers for all stores of the process. Left alone, RocksDB takes 50 MB of cache
 * and 48 MB of write buffers for each store and partition.
 */
public final class SharedRocksDbMemory implements RocksDBConfigSetter {
    /** Configuration: {@link Integer} megabytes of block cache, which also holds the write buffers. */
    public static final String CACHE_MB = "ledger.rocksdb.cache.mb";

    /** Configuration: {@link Integer} megabytes of write buffers. */
    public static final String WRITE_BUFFER_MB = "ledger.rocksdb.write.buffer.mb";

    private static final long MB = 1024L * 1024;
    private static final long MAX_WRITE_BUFFER = 8 * MB;
    private static final long BLOCK_BYTES = 4096;
    private static final double BLOOM_BITS_PER_KEY = 10;
    private static final long ARENA_BLOCK_BYTES = 64 * 1024;
    private static final int SHARD_BITS_AUTOMATIC = -1;
    private static final double HIGH_PRIORITY_SHARE = 0.2;

    /** For the life of the process, so that stores that open and close share it. */
    private static @Nullable Shared shared;

    private record Shared(Cache cache, WriteBufferManager writeBuffers, Filter filter) {}

    private static synchronized Shared shared(int cacheMb, int writeBufferMb) {
        Shared existing = shared;
        if (existing == null) {
            Cache cache =
                    new LRUCache((cacheMb + writeBufferMb) * MB, SHARD_BITS_AUTOMATIC, false, HIGH_PRIORITY_SHARE);
            existing = new Shared(
                    cache, new WriteBufferManager(writeBufferMb * MB, cache), new BloomFilter(BLOOM_BITS_PER_KEY));
            shared = existing;
        }
        return existing;
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        Shared memory = shared(megabytes(configs, CACHE_MB), megabytes(configs, WRITE_BUFFER_MB));
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(memory.cache());
        table.setBlockSize(BLOCK_BYTES);
        table.setFilterPolicy(memory.filter());
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        // In small parts: as a whole, the index of a large file takes so much of the cache that it is thrown out,
        // and read again and again.
        table.setIndexType(IndexType.kTwoLevelIndexSearch);
        table.setPartitionFilters(true);
        table.setMetadataBlockSize(BLOCK_BYTES);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        // Streams has no filters in the largest files, which is right for what is mostly found. But every new
        // command is looked for among those decided before.
        options.setOptimizeFiltersForHits(!storeName.equals(CommandTopology.OUTCOMES_STORE));
        options.setWriteBufferManager(memory.writeBuffers());
        options.setWriteBufferSize(MAX_WRITE_BUFFER);
        // With the usual megabyte each, some hundred write buffers would use up the budget before anything is
        // written, and then every write is a flush.
        options.setArenaBlockSize(ARENA_BLOCK_BYTES);
    }

    private static int megabytes(Map<String, Object> configs, String key) {
        return (Integer) Objects.requireNonNull(configs.get(key), key);
    }

    @Override
    public void close(String storeName, Options options) {
        // What is shared outlives the store.
    }
}
