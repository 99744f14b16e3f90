package ledger.projections.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** How questions and answers travel between instances: as {@link DataOutputStream} writes their parts. */
public final class DataSerde {
    private DataSerde() {}

    /** Writes the parts of a value. */
    @FunctionalInterface
    public interface Writing<T> {
        void write(T value, DataOutputStream out) throws IOException;
    }

    /** Reads a value, its parts in the order in which they were written. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(DataInputStream in) throws IOException;
    }

    /** A serde of what is written and read so; it throws {@link UncheckedIOException} where parts are missing. */
    public static <T> Serde<T> of(Writing<T> writing, Reading<T> reading) {
        return Serdes.serdeFrom((_, value) -> bytes(value, writing), (_, bytes) -> value(bytes, reading));
    }

    private static <T> byte[] bytes(T value, Writing<T> writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T value(byte[] bytes, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return reading.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
