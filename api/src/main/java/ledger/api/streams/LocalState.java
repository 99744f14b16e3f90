package ledger.api.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import ledger.api.broker.BrokerStartException;
import ledger.api.broker.DataDirectory;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state stores on this disk. Under exactly-once a store that was not closed in order may hold writes of a transaction
 * that was never committed, so Kafka Streams throws it away and restores it from its changelog. It finds out late, task by
 * task, and counts it as a failure each time; a mark on the disk tells us at once. The mark of a process that still runs
 * looks the same, so the directory is owned before the mark is looked at, and until the mark is gone.
 */
public final class LocalState implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);
    private static final String MARK = ".in-use";
    private static final Pattern TASK = Pattern.compile("\\d+_\\d+");

    private final DataDirectory owned;
    private final Path mark;
    private volatile boolean distrusted;

    private LocalState(DataDirectory owned) {
        this.owned = owned;
        this.mark = owned.path().resolve(MARK);
    }

    /**
     * Takes the directory into use. What a process that did not end in order left there is deleted, but for the ids by
     * which Kafka fences that process.
     *
     * @param directory the {@code state.dir} of all Streams applications of this instance
     * @throws BrokerStartException if another process uses it, or it cannot be used at all; then nothing is touched
     */
    public static LocalState open(Path directory) {
        LocalState state = new LocalState(DataDirectory.own(directory));
        try {
            state.takeIntoUse(directory);
            return state;
        } catch (IOException e) {
            state.disown(e);
            throw new UncheckedIOException("cannot use " + directory + " for state stores", e);
        } catch (RuntimeException | Error e) {
            state.disown(e);
            throw e;
        }
    }

    private void takeIntoUse(Path directory) throws IOException {
        RocksDbLibrary.load(directory); // may fail, for want of space for one, and then nothing was in use
        if (Files.exists(mark)) {
            LOG.info("The last run did not end in order: its state stores are restored from their changelogs");
            deleteTasks(directory);
        } else {
            Files.createFile(mark);
        }
    }

    /** The next process starts with the stores as this one has found them: a mark stays, and none is left. */
    private void disown(Throwable cause) {
        try {
            owned.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static void deleteTasks(Path directory) throws IOException {
        for (Path application : children(directory)) {
            if (Files.isDirectory(application)) {
                for (Path task : children(application)) {
                    if (TASK.matcher(task.getFileName().toString()).matches()) {
                        Utils.delete(task.toFile());
                    }
                }
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }

    /** A store may be damaged: the next process restores all from their changelogs, as after a crash. */
    public void distrust() {
        distrusted = true;
    }

    /** The stores were closed in order. Where one was not, in spite of all, Kafka Streams finds out by itself. */
    @Override
    public void close() throws IOException {
        try (owned) {
            if (!distrusted) {
                Files.deleteIfExists(mark);
            }
        }
    }
}
