package ledger.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static ledger.api.audit.WrittenLog.EUR;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import ledger.language.Account;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountChange.FundsCaptured;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.testing.ChangedEvents;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Somebody has tampered with a log. Each way is found, where it was done. */
class LedgerAuditTest {
    /** They live in different partitions, but carol with alice. */
    private static final String ALICE = "account-0";

    private static final String BOB = other();
    private static final String CAROL = beside();

    private final WrittenLog log = written();
    private final int home = WrittenLog.partition(ALICE);

    private static String other() {
        return account(1 - WrittenLog.partition(ALICE));
    }

    private static String beside() {
        return account(WrittenLog.partition(ALICE));
    }

    private static String account(int partition) {
        for (int i = 1; ; i++) {
            if (WrittenLog.partition("account-" + i) == partition) {
                return "account-" + i;
            }
        }
    }

    /** Deposits, a transfer between partitions, one within, a hold that is captured in part. */
    private static WrittenLog written() {
        WrittenLog log = new WrittenLog();
        log.write(ALICE, "", new AccountOpened(new Limits(Amount.ZERO, Amount.ofMinor(20_000)), Map.of()), 0, 0, 0, 0);
        log.write(BOB, "", new AccountOpened(Limits.NONE_BELOW_ZERO, Map.of()), 0, 0, 0, 0);
        log.write(CAROL, "", new AccountOpened(Limits.NONE_BELOW_ZERO, Map.of()), 0, 0, 0, 0);
        log.write(ALICE, "deposit", deposited(10_000), 10_000, 0, 0, 0);
        List<Posting> postings = List.of(posting(ALICE, BOB, 1_000));
        log.write(ALICE, "across", reserved(false, postings, entry(BOB, -1_000)), 10_000, 1_000, 0, 1);
        log.write(BOB, "across", posted(List.of(), entry(ALICE, 1_000)), 1_000, 0, 0, 0);
        log.write(ALICE, "across", posted(postings, entry(BOB, -1_000)), 9_000, 0, 0, 0);
        postings = List.of(posting(ALICE, CAROL, 500));
        log.write(ALICE, "within", posted(postings, entry(CAROL, -500)), 8_500, 0, 0, 0);
        log.write(CAROL, "within", posted(List.of(), entry(ALICE, 500)), 500, 0, 0, 0);
        postings = List.of(posting(ALICE, BOB, 300));
        log.write(ALICE, "hold", reserved(true, postings, entry(BOB, -300)), 8_500, 300, 0, 1);
        log.write(BOB, "hold", reserved(true, List.of(), entry(ALICE, 300)), 1_000, 0, 300, 1);
        log.write(BOB, "hold", captured(false, 0, entry(ALICE, 100)), 1_100, 0, 200, 1);
        log.write(ALICE, "hold", captured(false, 0, entry(BOB, -100)), 8_400, 200, 0, 1);
        log.write(BOB, "withdrawal", new FundsWithdrawn(Amount.ofMinor(50), null, Map.of()), 1_050, 0, 200, 1);
        return log;
    }

    private static AccountChange deposited(long amount) {
        return new FundsDeposited(Amount.ofMinor(amount), null, Map.of());
    }

    private static Posting posting(String from, String to, long amount) {
        return new Posting(new AccountId(from), new AccountId(to), Amount.ofMinor(amount), EUR);
    }

    private static Entry entry(String counterparty, long amount) {
        return new Entry(new AccountId(counterparty), Amount.ofMinor(amount));
    }

    private static AccountChange reserved(boolean hold, List<Posting> postings, Entry entry) {
        return new FundsReserved(List.of(entry), postings, hold, null, null, Map.of());
    }

    private static AccountChange posted(List<Posting> postings, Entry entry) {
        return new TransactionPosted(List.of(entry), postings, null, Map.of());
    }

    private static AccountChange captured(boolean ended, long released, Entry entry) {
        return new FundsCaptured(List.of(entry), Amount.ofMinor(released), ended, null);
    }

    @Test
    void nothingIsFoundWhereNothingIsWrong() {
        AuditReport report = log.audit();
        assertThat(report.faults()).isEmpty();
        assertThat(report.partitions()).isEqualTo(2);
        assertThat(report.events()).isEqualTo(14);
        assertThat(report.chained()).isEqualTo(14);
        assertThat(report.accounts()).isEqualTo(3);
        assertThat(report.transactions()).isEqualTo(5);
        assertThat(report.inTransit()).isZero();
        assertThat(report.currencies())
                .containsExactly(new AuditReport.Currency(
                        EUR, BigInteger.valueOf(9_950), BigInteger.valueOf(-9_950), BigInteger.ZERO));
        assertThat(log.audit(report.heads()).faults()).isEmpty();
    }

    @Test
    void anAmountThatWasChanged() {
        int index = log.indexOf(ALICE, 2);
        AccountEvent event = WrittenLog.event(log.events.get(home).get(index));
        log.replace(home, index, with(event, deposited(10_001), 10_001));
        assertFault(index, ALICE, "the record is not what its hash says");
    }

    @Test
    void anUpdateThatTellsOtherLimitsThanThereWere() {
        Limits limits = new Limits(Amount.ZERO, Amount.ofMinor(20_000));
        log.write(ALICE, "", new AccountUpdated(Limits.NONE_BELOW_ZERO, Map.of(), limits), 8_400, 200, 0, 1);
        log.write(ALICE, "", new AccountUpdated(limits, Map.of(), null), 8_400, 200, 0, 1);
        assertThat(log.audit().faults()).isEmpty();

        log.write(ALICE, "", new AccountUpdated(limits, Map.of(), Limits.NONE_BELOW_ZERO), 8_400, 200, 0, 1);
        int index = log.events.get(home).size() - 1;
        assertFault(index, ALICE, "the former limits do not follow");
    }

    @Test
    void aRecordThatWasRemoved() {
        int index = log.indexOf(ALICE, 2);
        log.remove(home, index);
        assertFault(index, key(index), "the chain is broken");
    }

    @Test
    void theLastRecordsThatWereRemoved() {
        SortedMap<Integer, Head> heads = log.audit().heads();
        // With what is published of them: all by itself the rest is a ledger.
        WrittenLog shorter = new WrittenLog();
        shorter.write(
                ALICE, "", new AccountOpened(new Limits(Amount.ZERO, Amount.ofMinor(20_000)), Map.of()), 0, 0, 0, 0);
        assertThat(shorter.audit().faults()).isEmpty();
        assertThat(shorter.audit(heads).faults())
                .extracting(Fault::partition, Fault::offset, Fault::what)
                .containsExactly(
                        tuple(0, requireNonNull(heads.get(0)).offset(), "the log ends before the head"),
                        tuple(1, requireNonNull(heads.get(1)).offset(), "the log ends before the head"));
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }

    @Test
    void recordsThatChangedPlaces() {
        int index = log.indexOf(ALICE, 2);
        ConsumerRecord<byte[], byte[]> moved = log.remove(home, index);
        log.insert(home, index + 1, moved, moved.key());
        assertFault(index, key(index), "the chain is broken");
    }

    @Test
    void aRecordThatIsThereTwice() {
        int index = log.indexOf(ALICE, 2);
        ConsumerRecord<byte[], byte[]> twice = log.events.get(home).get(index);
        log.insert(home, index + 1, twice, twice.key());
        assertFault(index + 1, ALICE, "the chain is broken");
    }

    @Test
    void aRecordThatWasPutIn() {
        int index = log.indexOf(ALICE, 2);
        ConsumerRecord<byte[], byte[]> alike = log.events.get(home).get(index);
        log.insert(home, index + 1, alike, alike.key());
        // Chained as well as can be: it still is one event too many.
        log.chain(home, index + 1);
        assertFault(index + 1, ALICE, "a version is out of order");
    }

    @Test
    void aRecordWithoutHashesAtTheEnd() {
        int index = log.events.get(home).size() - 1;
        log.events.get(home).get(index).headers().remove("ledger-hash").remove("ledger-previous");
        assertFault(index, ALICE, "a record outside of the chain");
    }

    @Test
    void aChainThatWasWrittenAnew() {
        SortedMap<Integer, Head> heads = log.audit().heads();
        int index = log.indexOf(ALICE, 2);
        AccountEvent event = WrittenLog.event(log.events.get(home).get(index));
        // The same amounts, and another time: the ledger is right in itself.
        log.replace(home, index, effectiveEarlier(event));
        log.chain(home, index);
        assertThat(log.audit().faults()).isEmpty();
        assertThat(log.audit(heads).faults()).singleElement().satisfies(fault -> {
            assertThat(fault.partition()).isEqualTo(home);
            assertThat(fault.offset()).isEqualTo(requireNonNull(heads.get(home)).offset());
            assertThat(fault.what()).contains("not the record of the head");
            assertThat(fault.expected())
                    .isEqualTo(requireNonNull(heads.get(home)).hash());
        });
    }

    @Test
    void aRecordInAnotherPartition() {
        int index = log.indexOf(ALICE, 1);
        ConsumerRecord<byte[], byte[]> moved = log.remove(home, index);
        log.chain(home, index);
        int elsewhere = 1 - home;
        int last = log.events.get(elsewhere).size();
        log.insert(elsewhere, last, moved, moved.key());
        log.chain(elsewhere, last);
        List<Fault> faults = log.audit().faults();
        assertThat(faults).anySatisfy(fault -> {
            assertThat(fault.partition()).isEqualTo(elsewhere);
            assertThat(fault.offset()).isEqualTo(last);
            assertThat(fault.account()).isEqualTo(ALICE);
            assertThat(fault.what()).isEqualTo("the account lives in another partition");
        });
    }

    @Test
    void aKeyThatWasChanged() {
        int index = log.indexOf(ALICE, 2);
        ConsumerRecord<byte[], byte[]> record = log.remove(home, index);
        log.insert(home, index, record, CAROL.getBytes(UTF_8));
        assertFault(index, CAROL, "the record is not what its hash says");
        log.chain(home, index);
        assertFault(index, CAROL, "the key is not the account of the record");
    }

    @Test
    void aBalanceThatDoesNotFollow() {
        int index = log.indexOf(ALICE, 2);
        AccountEvent event = WrittenLog.event(log.events.get(home).get(index));
        log.replace(home, index, with(event, event.change(), 10_001));
        log.chain(home, index);
        Fault fault = assertFault(index, ALICE, "the balance does not follow from the events before");
        assertThat(fault.expected()).isEqualTo("100.00 EUR");
        assertThat(fault.found()).isEqualTo("100.01 EUR");
    }

    @Test
    void aVersionThatIsMissing() {
        int index = log.indexOf(ALICE, 3);
        log.remove(home, index);
        log.chain(home, index);
        assertFault(log.indexOf(ALICE, 4), ALICE, "a version is out of order");
    }

    @Test
    void aLimitThatDoesNotHold() {
        log.write(ALICE, "much", deposited(20_000), 28_400, 200, 0, 1);
        Fault fault = assertFault(log.events.get(home).size() - 1, ALICE, "above the maximum balance");
        assertThat(fault.expected()).isEqualTo("at most 200.00 EUR");
        assertThat(fault.found()).isEqualTo("284.00 EUR");
    }

    @Test
    void moreThanIsAvailable() {
        log.write(CAROL, "much", new FundsWithdrawn(Amount.ofMinor(501), null, Map.of()), -1, 0, 0, 0);
        assertFault(log.events.get(home).size() - 1, CAROL, "below the overdraft limit");
    }

    @Test
    void aFrozenAccountThatMoves() {
        log.write(CAROL, "", new AccountChange.AccountFrozen(), 500, 0, 0, 0);
        assertThat(log.audit().faults()).isEmpty();
        log.write(CAROL, "deposit-2", deposited(1), 501, 0, 0, 0);
        assertFault(log.events.get(home).size() - 1, CAROL, "a frozen account moved");
    }

    @Test
    void aLegThatIsMissing() {
        List<Posting> postings = List.of(posting(ALICE, BOB, 700));
        log.write(ALICE, "half", posted(postings, entry(BOB, -700)), 7_700, 200, 0, 1);
        int index = log.events.get(home).size() - 1;
        Fault fault = assertFault(index, ALICE, "transaction half does not sum to zero");
        assertThat(fault.found()).isEqualTo("only -7.00 EUR on " + ALICE + " against " + BOB);
    }

    @Test
    void aLegOnAnotherAccount() {
        List<Posting> postings = List.of(posting(ALICE, BOB, 700));
        log.write(ALICE, "astray", posted(postings, entry(BOB, -700)), 7_700, 200, 0, 1);
        log.write(CAROL, "astray", posted(List.of(), entry(ALICE, 700)), 1_200, 0, 0, 0);
        assertFault(log.events.get(home).size() - 2, ALICE, "transaction astray does not sum to zero");
    }

    @Test
    void whatIsInTransitIsNoFault() {
        List<Posting> postings = List.of(posting(ALICE, BOB, 700));
        log.write(ALICE, "under-way", reserved(false, postings, entry(BOB, -700)), 8_400, 900, 0, 2);
        log.write(BOB, "under-way", posted(List.of(), entry(ALICE, 700)), 1_750, 0, 200, 1);
        AuditReport report = log.audit();
        assertThat(report.faults()).isEmpty();
        assertThat(report.inTransit()).isEqualTo(1);
        assertThat(report.currencies().getFirst().inTransit()).isEqualTo(BigInteger.valueOf(-700));
    }

    @Test
    void aPublishedBalanceThatIsACentOff() {
        Account account = log.account(BOB);
        log.publish(with(account, account.balance().plus(Amount.ofMinor(1)), account.version()));
        assertThat(log.audit().faults()).singleElement().satisfies(fault -> {
            assertThat(fault.topic()).isEqualTo(Topics.BALANCES);
            assertThat(fault.partition()).isEqualTo(1 - home);
            assertThat(fault.offset()).isEqualTo(log.balances.get(1 - home).size() - 1);
            assertThat(fault.account()).isEqualTo(BOB);
            assertThat(fault.expected()).isEqualTo("10.50");
            assertThat(fault.found()).isEqualTo("10.51");
        });
    }

    @Test
    void aPublishedVersionThatIsNotTheLast() {
        Account account = log.account(BOB);
        log.publish(with(account, account.balance(), account.version() - 1));
        assertThat(log.audit().faults()).singleElement().satisfies(fault -> {
            assertThat(fault.account()).isEqualTo(BOB);
            assertThat(fault.what()).isEqualTo("the account is not published as it stands");
        });
    }

    @Test
    void aPublishedVersionThatNeverWas() {
        Account account = log.account(BOB);
        log.publish(with(account, account.balance(), account.version() + 1));
        assertThat(log.audit().faults()).singleElement().satisfies(fault -> {
            assertThat(fault.account()).isEqualTo(BOB);
            assertThat(fault.what()).isEqualTo("a version was published that the log does not have");
        });
    }

    @Test
    void whatIsNoEvent() {
        int index = log.indexOf(ALICE, 2);
        ConsumerRecord<byte[], byte[]> record = log.remove(home, index);
        log.insert(
                home,
                index,
                new ConsumerRecord<>(Topics.EVENTS, home, index, record.key(), new byte[] {1}),
                record.key());
        log.chain(home, index);
        assertFault(index, ALICE, "a record that is no event");
    }

    @Test
    void aLogFromBeforeTheChain() {
        List<List<ConsumerRecord<byte[], byte[]>>> events = log.events;
        log.unchain(home, 3);
        log.chain(home, 3);
        log.unchain(1 - home, events.get(1 - home).size());
        AuditReport report = log.audit();
        assertThat(report.faults()).isEmpty();
        assertThat(report.unchained()).isEqualTo(3 + events.get(1 - home).size());
        assertThat(log.audit(report.heads()).faults()).isEmpty();
        // Its records have no hashes, and a head all the same.
        int index = log.indexOf(BOB, 1);
        AccountEvent event = WrittenLog.event(events.get(1 - home).get(index));
        log.replace(1 - home, index, effectiveEarlier(event));
        assertThat(log.audit().faults()).isEmpty();
        assertThat(log.audit(report.heads()).faults()).singleElement().satisfies(fault -> {
            assertThat(fault.partition()).isEqualTo(1 - home);
            assertThat(fault.what()).contains("before the chain are not those of the head");
        });
    }

    /** The first fault is that one. */
    private Fault assertFault(int index, String account, String what) {
        AuditReport report = log.audit();
        assertThat(report.faults()).isNotEmpty();
        Fault fault = report.faults().getFirst();
        assertThat(fault.what()).startsWith(what);
        assertThat(fault.topic()).isEqualTo(Topics.EVENTS);
        assertThat(fault.partition()).isEqualTo(home);
        assertThat(fault.offset()).isEqualTo(index);
        assertThat(fault.account()).isEqualTo(account);
        assertThat(fault.toString()).contains("partition " + home, "offset " + index, account);
        return fault;
    }

    private String key(int index) {
        return new String(log.events.get(home).get(index).key(), UTF_8);
    }

    private static AccountEvent with(AccountEvent event, AccountChange change, long balance) {
        return ChangedEvents.with(ChangedEvents.with(event, change), event.version(), Amount.ofMinor(balance));
    }

    private static AccountEvent effectiveEarlier(AccountEvent event) {
        return ChangedEvents.with(event, event.recordedAt(), event.effectiveAt().minusSeconds(1), event.change());
    }

    private static Account with(Account account, Amount balance, long version) {
        return new Account(
                account.id(),
                account.asset(),
                AccountStatus.OPEN,
                balance,
                account.reserved(),
                account.incoming(),
                account.reservations(),
                account.limits(),
                version,
                account.metadata(),
                account.openedAt(),
                account.updatedAt());
    }
}
