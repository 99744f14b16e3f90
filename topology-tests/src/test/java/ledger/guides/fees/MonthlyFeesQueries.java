package ledger.guides.fees;

import java.math.BigInteger;
import java.time.YearMonth;
import ledger.language.AccountId;
import ledger.projections.ReadModel;
import ledger.projections.StoredIntegers;
import ledger.records.MonthlyFees;
import org.jspecify.annotations.Nullable;

/** What the monthly fees can be asked. */
public final class MonthlyFeesQueries {
    private final MonthlyFeesProjection projection;
    private final ReadModel model;

    public MonthlyFeesQueries(MonthlyFeesProjection projection, ReadModel model) {
        this.projection = projection;
        this.model = model;
    }

    /** What an account paid in a month, in minor units; zero if nothing. */
    public BigInteger paid(AccountId account, YearMonth month) {
        return model.ofAccount(projection.rows(), account, store -> {
            @Nullable MonthlyFees row = store.get(MonthlyFeesProjection.key(account, month));
            return row == null ? BigInteger.ZERO : StoredIntegers.integer(row.getPaid());
        });
    }
}
