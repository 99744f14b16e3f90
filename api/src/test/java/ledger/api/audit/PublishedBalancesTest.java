package ledger.api.audit;

import static ledger.api.audit.WrittenLog.SERDES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.Amount;
import ledger.language.Limits;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The ledger goes on while it is audited, and its published balances are compacted. */
class PublishedBalancesTest {
    private static final String ALICE = "account-0";
    private static final int READ_AT_FIRST = 2;

    private final WrittenLog log = new WrittenLog();
    private final int home = WrittenLog.partition(ALICE);
    private final List<ConsumerRecord<byte[], byte[]>> events = log.events.get(home);
    private final List<ConsumerRecord<byte[], byte[]>> balances = log.balances.get(home);

    PublishedBalancesTest() {
        log.write(ALICE, "", new AccountOpened(Limits.NONE_BELOW_ZERO, Map.of()), 0, 0, 0, 0);
        for (int minor = 1; minor <= 3; minor++) {
            log.write(ALICE, "deposit-" + minor, new FundsDeposited(Amount.ofMinor(1), null, Map.of()), minor, 0, 0, 0);
        }
    }

    private LedgerAudit audit() {
        SortedMap<Integer, Long> ends = new TreeMap<>(Map.of(0, 0L, 1, 0L));
        ends.put(home, (long) READ_AT_FIRST);
        LedgerAudit audit = new LedgerAudit(
                ends,
                Map.of(),
                () -> SERDES.events().deserializer(),
                SERDES.balances().deserializer());
        events.subList(0, READ_AT_FIRST).forEach(audit::event);
        return audit;
    }

    @Test
    void aVersionThatWasCompactedAwayIsNotMissedOnceALaterOneIsFoundRight() {
        LedgerAudit audit = audit();
        audit.balance(balances.getLast());
        audit.balancesRead();
        assertThat(audit.isSettled()).isFalse();
        events.subList(READ_AT_FIRST, events.size()).forEach(audit::laterEvent);
        assertThat(audit.isSettled()).isTrue();
        assertThat(audit.report().faults()).isEmpty();
    }

    @Test
    void aVersionThatIsPublishedAfterItWasMissedIsThere() {
        LedgerAudit audit = audit();
        audit.balance(balances.getFirst());
        audit.balancesRead();
        assertThat(audit.isSettled()).isFalse();
        audit.balance(balances.get(READ_AT_FIRST - 1));
        assertThat(audit.isSettled()).isTrue();
        assertThat(audit.report().faults()).isEmpty();
    }

    @Test
    void anAccountThatIsNeverPublishedAsItStandsIsAFault() {
        LedgerAudit audit = audit();
        audit.balance(balances.getFirst());
        audit.balancesRead();
        assertThat(audit.report().faults())
                .extracting(Fault::what)
                .containsExactly("the account is not published as it stands");
    }
}
