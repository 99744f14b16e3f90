package ledger.projections.writebehind;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class WrittenKeysTest {
    private final WrittenKeys keys = new WrittenKeys();

    private static Bytes key(int number) {
        return Bytes.wrap(("acct:" + number).getBytes(StandardCharsets.UTF_8));
    }

    /** Of the keys from the first to before the last, how many may have been added. */
    private int known(int first, int last) {
        int known = 0;
        for (int number = first; number < last; number++) {
            known += keys.mayHave(key(number)) ? 1 : 0;
        }
        return known;
    }

    private void add(int count) {
        for (int number = 0; number < count; number++) {
            keys.add(key(number));
            keys.add(key(number / 2));
        }
    }

    @Test
    void noneIsThereAtFirst() {
        assertThat(known(0, 1_000)).isZero();
    }

    /** Over all sizes of filters: 16, 64 and 256 times 1,024 keys. */
    @Test
    void whatWasAddedIsFoundAndNearlyNothingElse() {
        int added = 340_000;
        add(added);
        assertThat(known(0, added)).isEqualTo(added);
        assertThat(known(added, added + 100_000)).isBetween(1, 4_000);
    }

    @Test
    void ofTooManyAnyMayBeThere() {
        int added = 400_000;
        add(added);
        assertThat(known(0, added + 1_000)).isEqualTo(added + 1_000);
    }
}
