package ledger.simulation;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Env;
import org.rocksdb.Options;

/** Keeps stores in the memory that the configuration names: thousands of them are opened, and a crash loses them anyway. */
public final class MemoryRocksDb implements RocksDBConfigSetter {
    static final String MEMORY = "simulation.memory";
    private static final int WRITE_BUFFER_BYTES = 64 * 1024;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (configs.get(MEMORY) instanceof Env memory) {
            options.setEnv(memory);
        }
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        // There are no files to open, but RocksDB would start sixteen threads to do it.
        options.setMaxFileOpeningThreads(1);
    }

    @Override
    public void close(String storeName, Options options) {}
}
