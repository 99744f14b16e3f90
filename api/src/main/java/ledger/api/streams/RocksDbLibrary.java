package ledger.api.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;

/**
 * RocksDB's native library. Left alone, RocksDB unpacks it into a new temporary file of some 15 MB, which stays there
 * when the process is killed.
 */
final class RocksDbLibrary {
    private static final String DIRECTORY = ".rocksdb";

    private RocksDbLibrary() {}

    /** Loads it, once in the life of the process, from a file that the next start replaces. */
    static void load(Path parent) throws IOException {
        Path directory = Files.createDirectories(parent.resolve(DIRECTORY));
        NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
    }
}
