package ledger.api.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory below {@code ledger.data}, that of the embedded broker or that of the state stores, owned by this process
 * until closed. Kafka has locks of its own, but takes them late and tells little; this one is held before anything there
 * is formatted or deleted. The system releases it when the process ends, however it ends.
 */
public final class DataDirectory implements AutoCloseable {

    private static final String LOCK_FILE = ".ledger.lock";

    /** Those of this process: a second channel on a lock file would release the first one's lock when closed. */
    private static final Set<Path> OWNED_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Creates the directory where it is missing; throws {@link BrokerStartException} when it cannot be owned. */
    public static DataDirectory own(Path directory) {
        Path path = create(directory);
        if (!OWNED_HERE.add(path)) {
            throw inUse(path, "this process");
        }
        try {
            return new DataDirectory(path, lock(path));
        } catch (BrokerStartException e) {
            OWNED_HERE.remove(path);
            throw e;
        }
    }

    /** Its real path. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
        OWNED_HERE.remove(path);
    }

    private static Path create(Path directory) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw unusable(directory, "it is not a directory", null);
        }
        try {
            return Files.createDirectories(directory).toRealPath();
        } catch (IOException e) {
            throw unusable(directory, "it cannot be created: " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path path) {
        Path file = path.resolve(LOCK_FILE);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw inUse(path, "process " + noted(file).getFirst());
            }
            // Whoever finds the directory locked can say by whom.
            channel.truncate(0);
            note(channel, Long.toString(ProcessHandle.current().pid()));
            return channel;
        } catch (IOException e) {
            throw unusable(path, "it cannot be written: " + e.getMessage(), e);
        }
    }

    private static void note(FileChannel lock, String line) throws IOException {
        lock.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    /** The process that owns the directory, and where its broker listens once it does. */
    private static List<String> noted(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
        return lines.isEmpty() ? List.of("unknown") : lines;
    }

    /** Tells others where the broker of this directory listens. */
    void listensAt(String address) {
        try {
            note(lock, address);
        } catch (IOException e) {
            throw unusable(path, "it cannot be written: " + e.getMessage(), e);
        }
    }

    /** Where the broker of a directory listens; empty if nobody owns the directory, or its broker is not up yet. */
    static Optional<String> listener(Path directory) {
        Path file = directory.resolve(LOCK_FILE);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            if (!OWNED_HERE.contains(directory.toRealPath())) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    if (channel.tryLock() != null) {
                        return Optional.empty();
                    }
                }
            }
            return noted(file).stream().skip(1).findFirst();
        } catch (IOException e) {
            throw unusable(directory, "it cannot be read: " + e.getMessage(), e);
        }
    }

    private static BrokerStartException inUse(Path path, String owner) {
        return new BrokerStartException("Data directory " + path + " is in use by " + owner
                + ". Stop it first, or choose another directory with ledger.data");
    }

    private static BrokerStartException unusable(Path path, String why, @Nullable IOException cause) {
        return new BrokerStartException(
                "Data directory " + path + " cannot be used: " + why + ". Choose another with ledger.data", cause);
    }
}
