package ledger.api.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import ledger.api.broker.BrokerStartException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStateTest {
    @TempDir
    private Path directory;

    private Path store;
    private Path fence;
    private Path mark;

    @BeforeEach
    void stores() throws IOException {
        Path application = Files.createDirectories(directory.resolve("ledger-shards"));
        store = Files.writeString(
                Files.createDirectory(application.resolve("0_3")).resolve("store"), "rows");
        fence = Files.writeString(application.resolve("kafka-streams-process-metadata"), "an id");
        mark = directory.resolve(".in-use");
    }

    @Test
    void storesThatWereClosedInOrderAreKept() throws IOException {
        for (int run = 0; run < 2; run++) {
            try (LocalState _ = LocalState.open(directory)) {
                assertThat(store).exists();
                assertThat(mark).exists();
            }
            assertThat(mark).doesNotExist();
        }
    }

    @Test
    void storesOfACrashAreDeletedButNotWhatFencesIt() throws IOException {
        Files.createFile(mark);
        try (LocalState _ = LocalState.open(directory)) {
            assertThat(store).doesNotExist();
            assertThat(fence).exists();
        }
    }

    @Test
    void storesThatAreDistrustedAreDeletedByTheNextProcess() throws IOException {
        try (LocalState state = LocalState.open(directory)) {
            state.distrust();
            assertThat(store).exists();
        }
        for (int run = 0; run < 2; run++) {
            try (LocalState _ = LocalState.open(directory)) {
                assertThat(store).doesNotExist();
                assertThat(fence).exists();
            }
        }
        assertThat(mark).doesNotExist();
    }

    @Test
    void storesAreKeptWhereTheyCouldNotBeTakenIntoUse() throws IOException {
        Path inTheWay = Files.writeString(directory.resolve(".rocksdb"), "not a directory");
        assertThatThrownBy(() -> LocalState.open(directory))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(directory.toString());
        Files.delete(inTheWay);
        try (LocalState _ = LocalState.open(directory)) {
            assertThat(store).exists();
        }
    }

    @Test
    void whoUsesTheDirectoryKeepsAllOfItWhenAnotherWantsIt() throws IOException {
        try (LocalState _ = LocalState.open(directory)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> LocalState.open(directory))
                        .isInstanceOf(BrokerStartException.class)
                        .hasMessageStartingWith("Data directory " + directory.toRealPath() + " is in use")
                        .hasMessageContaining("ledger.data");
                assertThat(store).exists();
                assertThat(mark).exists();
            }
        }
        LocalState.open(directory).close();
    }
}
