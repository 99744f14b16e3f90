package ledger.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The hashes of logs that exist, computed with another implementation of what is written about them. */
class ChainHashTest {
    private static final byte[] VALUE = {0, 0, 0, 0, 1, 2};

    private final ChainHash hash = new ChainHash();

    @Test
    void aRecordIsHashedWithItsPredecessor() {
        byte[] first = hash.of(ChainHash.none(), "alice".getBytes(UTF_8), VALUE);
        assertThat(hex(first)).isEqualTo("b6f9b6cf751d7010c689523e160ab383fb43e497b8af0d0e22c33300c9529601");
        byte[] second = hash.of(first, "bob".getBytes(UTF_8), VALUE);
        assertThat(hex(second)).isEqualTo("a68c49401b6d98288387d52fc78aed025051065d93b771e4f8d4257d27bec73e");
        assertThat(first).hasSize(ChainHash.BYTES);
    }

    @Test
    void noKeyAndNoValueAreEmptyOnes() {
        byte[] empty = hash.of(ChainHash.none(), new byte[0], new byte[0]);
        assertThat(hex(empty)).isEqualTo("6db65fd59fd356f6729140571b5bcd6bb3b83492a16e1bf0a3884442fc3c8a0e");
        assertThat(hash.of(ChainHash.none(), null, null)).isEqualTo(empty);
    }

    @Test
    void whereTheKeyEndsMatters() {
        byte[] none = ChainHash.none();
        assertThat(hash.of(none, "ab".getBytes(UTF_8), "c".getBytes(UTF_8)))
                .isNotEqualTo(hash.of(none, "a".getBytes(UTF_8), "bc".getBytes(UTF_8)));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
