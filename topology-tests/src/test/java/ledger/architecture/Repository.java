package ledger.architecture;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of the project, without what is built or run. */
public final class Repository {
    private static final Set<String> NOT_OURS = Set.of(".git", "target", "data", ".idea", ".vscode", ".build.lock.d");
    private static final Set<String> BINARY = Set.of("gz", "png", "jpg", "jar");

    /** Its root directory. */
    public static final Path ROOT = root();

    private Repository() {}

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!isRoot(directory)) {
            Path parent = directory.getParent();
            if (parent == null) {
                throw new IllegalStateException("no pom.xml with modules here or above");
            }
            directory = parent;
        }
        return directory;
    }

    private static boolean isRoot(Path directory) {
        try {
            Path pom = directory.resolve("pom.xml");
            return Files.exists(pom) && Files.readString(pom).contains("<modules>");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every text file, as a path from the root. */
    static List<Path> textFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_OURS.contains(String.valueOf(directory.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = String.valueOf(file.getFileName());
                if (!BINARY.contains(name.substring(name.lastIndexOf('.') + 1)) && !name.equals(".git")) {
                    files.add(ROOT.relativize(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
