package ledger.api.config;

/**
 * Memory of all state stores of the process together, outside of the Java heap.
 *
 * @param cacheMb MiB for blocks read
 * @param writeBufferMb MiB for what is not yet in files
 */
public record RocksDbConfig(int cacheMb, int writeBufferMb) {}
