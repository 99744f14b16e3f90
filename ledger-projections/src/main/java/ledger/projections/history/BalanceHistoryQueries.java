package ledger.projections.history;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import ledger.language.AccountId;
import ledger.projections.ProjectionStore;
import ledger.projections.ReadModel;
import ledger.projections.ReadModelUnavailableException;
import ledger.records.BalanceHistoryRow;
import org.jspecify.annotations.Nullable;

/** What the history can be asked. Everything throws {@link ReadModelUnavailableException} when it cannot be read now. */
public final class BalanceHistoryQueries {
    /** An account that takes thousands of commands a second stays as it is for long enough at one of the first. */
    private static final int MAX_TRIES = 1_000;

    private final ProjectionStore<HistoryKey, BalanceHistoryRow> rows;
    private final ReadModel model;

    public BalanceHistoryQueries(BalanceHistoryProjection projection, ReadModel model) {
        this.rows = projection.rows();
        this.model = model;
    }

    /**
     * The sum of an account's entries that were recorded by one time and count from another; empty if there is no such
     * account. Times are of the years 1 to 9999.
     *
     * <p>The head of the account is read before and after. By recorded time alone it takes one seek. By effective time alone,
     * one seek, a row for each day with shifted entries, and those of the last day. By both, the shifted entries that count by
     * then are read one by one.
     *
     * @param asOf entries recorded at that time or before; {@code null}: all
     * @param effectiveAsOf entries effective at that time or before; {@code null}: all
     */
    public Optional<BalanceAt> balanceAt(AccountId account, @Nullable Instant asOf, @Nullable Instant effectiveAsOf) {
        return model.ofAccount(rows, account, store -> {
            HistoryPart part = new HistoryPart(store, account);
            return part.head().map(head -> balanceAt(part, head, asOf, effectiveAsOf));
        });
    }

    /**
     * As of one version: the sums are read one after the other, and entries that come between are in some and not in others.
     * The head is written last, so what was read while it stayed has all entries up to it, and one more at most.
     */
    private static BalanceAt balanceAt(
            HistoryPart part, AccountHead first, @Nullable Instant asOf, @Nullable Instant effectiveAsOf) {
        AccountHead head = first;
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            BigInteger balance = balanceAt(part, asOf, effectiveAsOf);
            AccountHead after = part.head()
                    .orElseThrow(() -> new ReadModelUnavailableException(
                            "the account's history has been emptied while it was read"));
            if (after.version() == head.version()) {
                return new BalanceAt(head.version(), head.asset(), balance);
            }
            head = after;
        }
        throw new ReadModelUnavailableException("the account changes faster than its history can be read");
    }

    private static BigInteger balanceAt(HistoryPart part, @Nullable Instant asOf, @Nullable Instant effectiveAsOf) {
        if (effectiveAsOf == null) {
            return part.lastRecordedBy(asOf).map(HistoryRows::balance).orElse(BigInteger.ZERO);
        }
        // A punctual entry is in where it was recorded by both times.
        Instant both = asOf == null || effectiveAsOf.isBefore(asOf) ? effectiveAsOf : asOf;
        BigInteger punctual =
                part.lastRecordedBy(both).map(HistoryRows::punctual).orElse(BigInteger.ZERO);
        return punctual.add(asOf == null ? part.shiftedBy(effectiveAsOf) : part.shiftedBy(effectiveAsOf, asOf));
    }
}
