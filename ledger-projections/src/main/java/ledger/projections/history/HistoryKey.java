package ledger.projections.history;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import ledger.language.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * Names a row of the history. Rows are in the order of account, kind, time and version.
 *
 * @param time what it is depends on the kind
 * @param version of the entry; zero where the row is not one entry's
 */
public record HistoryKey(AccountId accountId, Kind kind, long time, long version) {
    /** The kinds of rows, in their order in the store. */
    enum Kind {
        /** What is known of the account beside its entries. */
        HEAD(0),
        /** How it stood after an entry, by milliseconds of when it was recorded. */
        RECORDED(1),
        /** What the shifted entries of a day come to, by the day. */
        DAY(2),
        /** An entry that counts from another time than when it was recorded, by microseconds of that time. */
        SHIFTED(3);

        /** In the store. */
        final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        static @Nullable Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            return null;
        }
    }

    static HistoryKey head(AccountId account) {
        return new HistoryKey(account, Kind.HEAD, 0, 0);
    }

    static HistoryKey recorded(AccountId account, Instant recordedAt, long version) {
        return new HistoryKey(account, Kind.RECORDED, recordedAt.toEpochMilli(), version);
    }

    static HistoryKey day(AccountId account, LocalDate day) {
        return new HistoryKey(account, Kind.DAY, day.toEpochDay(), 0);
    }

    static HistoryKey shifted(AccountId account, Instant effectiveAt, long version) {
        return new HistoryKey(account, Kind.SHIFTED, micros(effectiveAt), version);
    }

    static LocalDate dayOf(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static long micros(Instant time) {
        // Nanoseconds count upwards before 1970 too, so that this rounds down everywhere.
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }
}
