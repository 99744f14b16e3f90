package ledger.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import ledger.testing.TestDirectories;

/**
 * The classes that a server loads, as the JVM keeps them in a file (class data sharing). Tests start some thirty servers and
 * brokers, each of which would read and verify them again. The file is made from one short life of a server, by the first test
 * of a build that needs one; what other tests start meanwhile does without.
 */
final class ProductArchive {
    private static final Path ARCHIVE = Path.of("target", "product-classes.jsa");
    private static final Path LOCK = Path.of("target", "product-classes.lock");

    /** Not every JVM can make one. Guarded by the class. */
    private static boolean wasTried;

    private ProductArchive() {}

    /**
     * What makes a JVM use it: nothing where there is none.
     *
     * @param classPath of the JVM
     */
    static synchronized List<String> flags(List<Path> classPath) {
        // The JVM keeps the classes of jars only, and directories are what Maven has when it is not to package.
        if (!classPath.stream().allMatch(Files::isRegularFile)) {
            return List.of();
        }
        try {
            if (!wasTried && !isCurrent(classPath)) {
                makeAlone(classPath);
            }
            return isCurrent(classPath)
                    ? List.of("-XX:SharedArchiveFile=" + ARCHIVE.toAbsolutePath(), "-Xlog:cds=off", "-Xlog:aot=off")
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isCurrent(List<Path> classPath) throws IOException {
        if (!Files.exists(ARCHIVE)) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(ARCHIVE);
        for (Path jar : classPath) {
            if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                return false;
            }
        }
        return true;
    }

    /** Unless another process makes it now. */
    private static void makeAlone(List<Path> classPath) throws IOException {
        try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null && !isCurrent(classPath)) {
                wasTried = true;
                make();
            }
        }
    }

    private static void make() throws IOException {
        Path made = ARCHIVE.resolveSibling("product-classes.new");
        Path data = TestDirectories.create("archive");
        try (LedgerProcess server = LedgerProcess.start(
                LedgerProcess.java(LedgerProcess.HEAP_MB, List.of("-XX:ArchiveClassesAtExit=" + made.toAbsolutePath())),
                Map.of(),
                LedgerProcess.serverArguments(data))) {
            server.ready();
            server.terminate();
        } finally {
            TestDirectories.delete(data);
        }
        if (Files.exists(made)) {
            Files.move(made, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
