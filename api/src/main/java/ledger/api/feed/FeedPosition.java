package ledger.api.feed;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

/**
 * How far a feed has come in every partition that it reads, and since when events belong to it. As a token it is opaque
 * text for clients: URL-safe, with a checksum, and good for as long as the events topic.
 */
public final class FeedPosition {
    private static final byte FORMAT = 1;
    private static final int MAX_PARTITIONS = 10_000;
    private static final int MAX_VARINT_BYTES = 10;

    private final @Nullable Instant notBefore;
    /** Ascending; shared by all positions of a feed. */
    private final int[] partitions;
    /** For each partition the offset that is read next. */
    private final long[] next;

    private FeedPosition(@Nullable Instant notBefore, int[] partitions, long[] next) {
        this.notBefore = notBefore;
        this.partitions = partitions;
        this.next = next;
    }

    /**
     * A position.
     *
     * @param notBefore events recorded before it are left out, to the millisecond; null for none
     * @param next for each partition the offset to be read next
     */
    static FeedPosition of(@Nullable Instant notBefore, Map<Integer, Long> next) {
        TreeMap<Integer, Long> sorted = new TreeMap<>(next);
        return new FeedPosition(
                notBefore,
                sorted.keySet().stream().mapToInt(Integer::intValue).toArray(),
                sorted.values().stream().mapToLong(Long::longValue).toArray());
    }

    /** The position after a record. */
    FeedPosition after(int partition, long offset) {
        long[] later = next.clone();
        later[index(partition)] = offset + 1;
        return new FeedPosition(notBefore, partitions, later);
    }

    /** Whether it says where to go on in a partition. */
    boolean knows(int partition) {
        return Arrays.binarySearch(partitions, partition) >= 0;
    }

    /** The offset to be read next. */
    long next(int partition) {
        return next[index(partition)];
    }

    /** The number of partitions. */
    int size() {
        return partitions.length;
    }

    @Nullable Instant notBefore() {
        return notBefore;
    }

    private int index(int partition) {
        int index = Arrays.binarySearch(partitions, partition);
        if (index < 0) {
            throw new IllegalArgumentException("partition " + partition + " is not part of the position");
        }
        return index;
    }

    /** The position as text that {@link #parse} reads. */
    public String token() {
        ByteBuffer bytes = ByteBuffer.allocate((2 * partitions.length + 3) * MAX_VARINT_BYTES);
        bytes.put(FORMAT);
        bytes.put((byte) (notBefore == null ? 0 : 1));
        if (notBefore != null) {
            ByteUtils.writeVarlong(notBefore.toEpochMilli(), bytes);
        }
        ByteUtils.writeVarint(partitions.length, bytes);
        for (int i = 0; i < partitions.length; i++) {
            ByteUtils.writeVarint(partitions[i], bytes);
            ByteUtils.writeVarlong(next[i], bytes);
        }
        bytes.putInt(checksum(bytes.duplicate().flip()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    /** The position that a token stands for; empty where the text is no token. */
    public static Optional<FeedPosition> parse(String token) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
            int end = bytes.limit() - Integer.BYTES;
            if (end <= 0 || bytes.getInt(end) != checksum(bytes.slice(0, end))) {
                return Optional.empty();
            }
            FeedPosition position = read(bytes.limit(end));
            // Base64 and numbers can be written in several ways: only ours is one.
            return Optional.ofNullable(position).filter(read -> read.token().equals(token));
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static @Nullable FeedPosition read(ByteBuffer bytes) {
        if (bytes.get() != FORMAT) {
            return null;
        }
        Instant notBefore = bytes.get() == 0 ? null : Instant.ofEpochMilli(ByteUtils.readVarlong(bytes));
        int count = ByteUtils.readVarint(bytes);
        if (count < 1 || count > MAX_PARTITIONS) {
            return null;
        }
        int[] partitions = new int[count];
        long[] next = new long[count];
        for (int i = 0; i < count; i++) {
            partitions[i] = ByteUtils.readVarint(bytes);
            next[i] = ByteUtils.readVarlong(bytes);
            boolean ascends = i == 0 ? partitions[i] >= 0 : partitions[i] > partitions[i - 1];
            if (!ascends || next[i] < 0) {
                return null;
            }
        }
        return new FeedPosition(notBefore, partitions, next);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }
}
