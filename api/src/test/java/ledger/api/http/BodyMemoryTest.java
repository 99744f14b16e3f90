package ledger.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import ledger.api.problems.ProblemCode;
import ledger.api.problems.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyMemoryTest {
    private static final int CHUNK = 64 * 1024;
    private static final int MEMORY = 4 * CHUNK;

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final BodyMemory memory = new BodyMemory(MEMORY, metrics);

    private static ByteArrayInputStream bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return new ByteArrayInputStream(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK - 1})
    void aBodyIsReadToItsEnd(int size) throws IOException {
        assertThat(memory.share().read(bytes(size), MEMORY - 1))
                .isEqualTo(bytes(size).readAllBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK})
    void aBodyMayHaveAsManyBytesAsItMayAndNotOneMore(int most) throws IOException {
        assertThat(memory.share().read(bytes(most), most)).hasSize(most);
        assertThat(new BodyMemory(MEMORY, metrics).share().read(bytes(most + 1), most))
                .isNull();
    }

    @Test
    void whatHasNoMemoryIsRefusedUntilAnotherIsDone() throws IOException {
        BodyMemory.Share first = memory.share();
        first.read(bytes(3 * CHUNK), MEMORY);
        BodyMemory.Share second = memory.share();
        assertThatThrownBy(() -> second.read(bytes(2 * CHUNK), MEMORY))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.OVERLOADED));
        assertThat(metrics.counter("ledger.bodies.refused").count()).isEqualTo(1);
        second.giveBack();
        assertThat(memory.share().read(bytes(CHUNK), MEMORY)).hasSize(CHUNK);

        first.giveBack();
        first.giveBack();
        assertThat(memory.share().read(bytes(3 * CHUNK), MEMORY)).hasSize(3 * CHUNK);
        assertThatThrownBy(() -> memory.share().read(bytes(1), MEMORY))
                .as("given back once, however often it is ended")
                .isInstanceOf(ProblemException.class);
    }
}
