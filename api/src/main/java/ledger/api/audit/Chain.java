package ledger.api.audit;

import static ledger.api.audit.BrokenRule.unless;

import java.util.Arrays;
import java.util.HexFormat;
import ledger.topics.ChainHash;
import ledger.topics.LedgerHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The chain of one partition, and the head that is to be found in it. */
final class Chain {
    private final ChainHash hash = new ChainHash();
    private final @Nullable Head expected;

    /** Of the records from before the chain too, so that they have a head. */
    private byte[] last = ChainHash.none();

    private byte[] lastUnchained = ChainHash.none();
    private long offset = -1;
    private long chained;
    private long unchained;

    Chain(@Nullable Head expected) {
        this.expected = expected;
    }

    long chained() {
        return chained;
    }

    long unchained() {
        return unchained;
    }

    /** Takes the next record. */
    void next(ConsumerRecord<byte[], byte[]> record) {
        if (expected != null && offset < expected.offset() && record.offset() > expected.offset()) {
            throw new BrokenRule(
                    "the record of the head is gone",
                    "offset " + expected.offset() + " with the hash " + expected.hash(),
                    "nothing between the offsets " + offset + " and " + record.offset());
        }
        byte[] previous = LedgerHeaders.bytes(record.headers(), LedgerHeaders.CHAIN_PREVIOUS);
        byte[] own = LedgerHeaders.bytes(record.headers(), LedgerHeaders.CHAIN_HASH);
        if (previous == null && own == null) {
            if (chained > 0) {
                throw new BrokenRule("a record outside of the chain", "the successor of " + hex(last), "no hash");
            }
            last = hash.of(last, record.key(), record.value());
            lastUnchained = last;
            unchained++;
        } else {
            link(record, previous, own);
        }
        offset = record.offset();
        compareWithHead();
    }

    private void link(ConsumerRecord<byte[], byte[]> record, byte @Nullable [] previous, byte @Nullable [] own) {
        byte[] predecessor = chained == 0 ? ChainHash.none() : last;
        if (!Arrays.equals(previous, predecessor)) {
            throw new BrokenRule(
                    "the chain is broken: this is not the successor of the record before",
                    "the predecessor " + hex(predecessor),
                    hex(previous));
        }
        byte[] computed = hash.of(predecessor, record.key(), record.value());
        if (!Arrays.equals(own, computed)) {
            throw new BrokenRule("the record is not what its hash says", "the hash " + hex(own), hex(computed));
        }
        last = computed;
        chained++;
    }

    private void compareWithHead() {
        Head head = expected;
        if (head == null) {
            return;
        }
        if (unchained == head.unchained() && chained == 0 && unchained > 0) {
            unless(
                    hex(lastUnchained).equals(head.unchainedHash()),
                    "the records from before the chain are not those of the head",
                    head.unchainedHash(),
                    hex(lastUnchained));
        }
        if (offset == head.offset()) {
            unless(hex(last).equals(head.hash()), "this is not the record of the head", head.hash(), hex(last));
            unless(
                    chained + unchained == head.events(),
                    "the head stands for another number of events",
                    head.events(),
                    chained + unchained);
        }
    }

    /** All records are known. */
    void end() {
        Head head = expected;
        if (head != null && offset < head.offset()) {
            throw new BrokenRule(
                    "the log ends before the head",
                    "offset " + head.offset() + " with the hash " + head.hash(),
                    offset < 0 ? "no record at all" : "offset " + offset + " as the last");
        }
    }

    /** Where an end that comes too early is told. */
    long missing() {
        return expected == null ? offset : expected.offset();
    }

    /** The last record; {@code null} where there is none. */
    @Nullable Head head() {
        return offset < 0
                ? null
                : new Head(
                        offset, hex(last), chained + unchained, unchained, unchained == 0 ? null : hex(lastUnchained));
    }

    private static String hex(byte @Nullable [] bytes) {
        return bytes == null ? "none" : HexFormat.of().formatHex(bytes);
    }
}
