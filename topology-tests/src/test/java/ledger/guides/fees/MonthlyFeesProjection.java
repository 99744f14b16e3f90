package ledger.guides.fees;

import java.math.BigInteger;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.projections.EventFolder;
import ledger.projections.FoldContext;
import ledger.projections.Movements;
import ledger.projections.Projection;
import ledger.projections.ProjectionStore;
import ledger.projections.StoredIntegers;
import ledger.projections.VersionGate;
import ledger.records.MonthlyFees;
import ledger.serde.StateSerde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What each account paid to accounts under {@code fees:}, by the month, in UTC, in which it counts. */
public final class MonthlyFeesProjection implements Projection {
    public static final String NAME = "monthly-fees";

    private final ProjectionStore<String, MonthlyFees> rows;

    public MonthlyFeesProjection(StateSerde<MonthlyFees> serde) {
        rows = new ProjectionStore<>("rows", Serdes.String(), serde);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ProjectionStore<?, ?>> stores() {
        return List.of(rows);
    }

    /** The one store: the last version of an account by its id, and its months after a slash, which is in no id. */
    public ProjectionStore<String, MonthlyFees> rows() {
        return rows;
    }

    static String key(AccountId account, YearMonth month) {
        return account.value() + "/" + month;
    }

    @Override
    public EventFolder folder(FoldContext context) {
        KeyValueStore<String, MonthlyFees> store = context.store(rows);
        VersionGate gate = context.gate();
        return event -> {
            String account = event.accountId().value();
            @Nullable MonthlyFees seen = store.get(account);
            if (gate.admits(seen == null ? 0 : seen.getVersion(), event)) {
                add(store, event);
                // Last: whoever sees this version finds what it changed.
                store.put(account, new MonthlyFees(event.version(), StoredIntegers.bytes(BigInteger.ZERO)));
            }
        };
    }

    private static void add(KeyValueStore<String, MonthlyFees> store, AccountEvent event) {
        BigInteger paid = Movements.entries(event.change()).stream()
                .filter(entry -> entry.counterparty().value().startsWith("fees:"))
                .map(entry -> entry.amount().minor().negate())
                .reduce(BigInteger.ZERO, BigInteger::add);
        if (paid.signum() == 0) {
            return;
        }
        String key = key(event.accountId(), YearMonth.from(event.effectiveAt().atOffset(ZoneOffset.UTC)));
        @Nullable MonthlyFees before = store.get(key);
        BigInteger sum =
                before == null ? paid : StoredIntegers.integer(before.getPaid()).add(paid);
        store.put(key, new MonthlyFees(0L, StoredIntegers.bytes(sum)));
    }
}
