package ledger.projections.history;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import ledger.language.AccountId;
import ledger.projections.history.HistoryKey.Kind;
import ledger.records.BalanceHistoryRow;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The rows of one account. */
final class HistoryPart {
    /** Beyond all times and versions. */
    private static final long EVER = Long.MAX_VALUE;

    private final ReadOnlyKeyValueStore<HistoryKey, BalanceHistoryRow> rows;
    private final AccountId account;

    HistoryPart(ReadOnlyKeyValueStore<HistoryKey, BalanceHistoryRow> rows, AccountId account) {
        this.rows = rows;
        this.account = account;
    }

    Optional<AccountHead> head() {
        @Nullable BalanceHistoryRow row = rows.get(HistoryKey.head(account));
        return row == null ? Optional.empty() : Optional.of(HistoryRows.head(row));
    }

    /**
     * How the account stood after its last entry by a time.
     *
     * @param time {@code null}: ever
     */
    Optional<BalanceHistoryRow> lastRecordedBy(@Nullable Instant time) {
        long millis = time == null ? EVER : time.toEpochMilli();
        try (KeyValueIterator<HistoryKey, BalanceHistoryRow> range =
                rows.reverseRange(first(Kind.RECORDED, Long.MIN_VALUE), last(Kind.RECORDED, millis))) {
            return range.hasNext() ? Optional.of(range.next().value) : Optional.empty();
        }
    }

    /** The sum of the shifted entries that count by a time: that of the days before, and of the entries of its day. */
    BigInteger shiftedBy(Instant time) {
        LocalDate day = HistoryKey.dayOf(time);
        BigInteger daysBefore =
                sum(first(Kind.DAY, Long.MIN_VALUE), last(Kind.DAY, day.toEpochDay() - 1), HistoryRows::sumOfDay);
        Instant startOfDay = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        return daysBefore.add(sum(
                HistoryKey.shifted(account, startOfDay, 0),
                HistoryKey.shifted(account, time, EVER),
                HistoryRows::moved));
    }

    /** The sum of the shifted entries that count by a time and were recorded by another. */
    BigInteger shiftedBy(Instant time, Instant recordedBy) {
        return sum(
                first(Kind.SHIFTED, Long.MIN_VALUE),
                HistoryKey.shifted(account, time, EVER),
                row -> HistoryRows.recordedAt(row).isAfter(recordedBy) ? BigInteger.ZERO : HistoryRows.moved(row));
    }

    private BigInteger sum(HistoryKey from, HistoryKey to, Function<BalanceHistoryRow, BigInteger> part) {
        BigInteger sum = BigInteger.ZERO;
        try (KeyValueIterator<HistoryKey, BalanceHistoryRow> range = rows.range(from, to)) {
            while (range.hasNext()) {
                sum = sum.add(part.apply(range.next().value));
            }
        }
        return sum;
    }

    private HistoryKey first(Kind kind, long time) {
        return new HistoryKey(account, kind, time, 0);
    }

    private HistoryKey last(Kind kind, long time) {
        return new HistoryKey(account, kind, time, EVER);
    }
}
