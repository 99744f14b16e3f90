package ledger.api.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import ledger.api.log.LogException;
import ledger.topics.Topics;
import org.jspecify.annotations.Nullable;

/** The heads of a log in a file, in JSON. It says nothing of the cluster that the log is on. */
public final class HeadsFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 1;
    private static final String HASH = "[0-9a-f]{64}";

    private final Path file;

    /**
     * A file that is there, or is to be written.
     *
     * @throws LogException if it is a directory, or could not be written
     */
    public HeadsFile(Path file) {
        this.file = file;
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new LogException("--head " + file + " is a directory: name a file");
        }
        // Said before the log is read, which may take long.
        if (!exists() && (directory == null || !Files.isDirectory(directory) || !Files.isWritable(directory))) {
            throw new LogException(
                    "--head " + file + " cannot be written: " + directory + " is no directory to write to");
        }
    }

    /** Whether it is there. */
    public boolean exists() {
        return Files.exists(file);
    }

    /**
     * The heads, by partition.
     *
     * @throws LogException if it is no such file
     */
    public SortedMap<Integer, Head> read() {
        try {
            JsonNode body = JSON.readTree(Files.readAllBytes(file));
            if (body.path("version").asInt() != VERSION
                    || !body.path("partitions").isObject()) {
                throw wrong("it has not the version " + VERSION + " and partitions");
            }
            SortedMap<Integer, Head> heads = new TreeMap<>();
            for (Map.Entry<String, JsonNode> partition : body.path("partitions").properties()) {
                heads.put(Integer.valueOf(partition.getKey()), head(partition.getKey(), partition.getValue()));
            }
            return heads;
        } catch (JsonProcessingException e) {
            throw wrong(e.getOriginalMessage());
        } catch (NumberFormatException e) {
            throw wrong("a partition is a number, " + e.getMessage());
        } catch (IOException e) {
            throw new LogException("--head " + file + " cannot be read: " + e, e);
        }
    }

    private Head head(String partition, JsonNode head) {
        JsonNode hash = head.path("hash");
        JsonNode unchained = head.path("unchained");
        boolean isUnchained = !unchained.isMissingNode();
        if (!head.path("offset").canConvertToLong()
                || !head.path("offset").isIntegralNumber()
                || !head.path("events").isIntegralNumber()
                || !isHash(hash)
                || (isUnchained && !(unchained.path("events").isIntegralNumber() && isHash(unchained.path("hash"))))) {
            throw wrong("partition " + partition + " needs offset, hash and events");
        }
        @Nullable String before = isUnchained ? unchained.path("hash").textValue() : null;
        return new Head(
                head.path("offset").longValue(),
                hash.textValue(),
                head.path("events").longValue(),
                unchained.path("events").longValue(),
                before);
    }

    private static boolean isHash(JsonNode hash) {
        return hash.isTextual() && hash.textValue().matches(HASH);
    }

    private LogException wrong(String why) {
        return new LogException("--head " + file + " is no file of heads as this command writes it: " + why);
    }

    /**
     * Writes the heads to a file that is not there yet.
     *
     * @throws LogException if it cannot be written
     */
    public void write(SortedMap<Integer, Head> heads) {
        ObjectNode body = JSON.createObjectNode();
        body.put("version", VERSION);
        body.put("topic", Topics.EVENTS);
        ObjectNode partitions = body.putObject("partitions");
        heads.forEach((partition, head) -> {
            ObjectNode written = partitions.putObject(partition.toString());
            written.put("offset", head.offset());
            written.put("hash", head.hash());
            written.put("events", head.events());
            if (head.unchained() > 0) {
                written.putObject("unchained").put("events", head.unchained()).put("hash", head.unchainedHash());
            }
        });
        try {
            Files.writeString(
                    file,
                    body.toPrettyString() + System.lineSeparator(),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new LogException("--head " + file + " cannot be written: " + e, e);
        }
    }
}
