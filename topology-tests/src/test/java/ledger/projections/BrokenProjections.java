package ledger.projections;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.records.TrialBalanceAccount;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Projections that each break one promise, and one that breaks none: an account's version and the sum of what moved. */
final class BrokenProjections {
    private static final ProjectionStore<String, TrialBalanceAccount> ROWS =
            new ProjectionStore<>("rows", Serdes.String(), AvroSerde.of(TrialBalanceAccount.class));

    private BrokenProjections() {}

    private record Fold(KeyValueStore<String, TrialBalanceAccount> rows, VersionGate gate) {
        boolean admits(AccountEvent event) {
            @Nullable TrialBalanceAccount row = rows.get(event.accountId().value());
            return gate.admits(row == null ? 0 : row.getVersion(), event);
        }

        BigInteger sum(AccountId account) {
            @Nullable TrialBalanceAccount row = rows.get(account.value());
            return row == null ? BigInteger.ZERO : row.getBalanceMinor().toBigIntegerExact();
        }

        void put(AccountEvent event, BigInteger sum) {
            rows.put(event.accountId().value(), new TrialBalanceAccount(event.version(), new BigDecimal(sum)));
        }

        void add(AccountEvent event) {
            put(event, sum(event.accountId()).add(Movements.net(event.change())));
        }
    }

    private static Projection of(BiFunction<FoldContext, Fold, EventFolder> folder) {
        return new Projection() {
            @Override
            public String name() {
                return "tried";
            }

            @Override
            public List<ProjectionStore<?, ?>> stores() {
                return List.of(ROWS);
            }

            @Override
            public EventFolder folder(FoldContext context) {
                return folder.apply(context, new Fold(context.store(ROWS), context.gate()));
            }
        };
    }

    private static Projection gated(BiFunction<Fold, AccountEvent, BigInteger> sum) {
        return of((_, fold) -> event -> {
            if (fold.admits(event)) {
                fold.put(event, sum.apply(fold, event));
            }
        });
    }

    static Projection sound() {
        return gated((fold, event) -> fold.sum(event.accountId()).add(Movements.net(event.change())));
    }

    static Projection doesNothing() {
        return of((_, _) -> event -> {});
    }

    static Projection hasNoGate() {
        return of((_, fold) -> fold::add);
    }

    /** Repetitions do no harm, but nobody hears of what is missing. */
    static Projection tellsNoGaps() {
        return of((_, fold) -> event -> {
            @Nullable TrialBalanceAccount row = fold.rows().get(event.accountId().value());
            if (row == null || row.getVersion() < event.version()) {
                fold.add(event);
            }
        });
    }

    static Projection keepsNoMoney() {
        return gated((_, _) -> BigInteger.ZERO);
    }

    static Projection asksTheClock() {
        return gated((_, _) -> BigInteger.valueOf(System.nanoTime()));
    }

    static Projection remembersOutsideItsStores() {
        return of((_, fold) -> {
            Map<AccountId, BigInteger> sums = new HashMap<>();
            return event -> {
                if (fold.admits(event)) {
                    fold.put(event, sums.merge(event.accountId(), Movements.net(event.change()), BigInteger::add));
                }
            };
        });
    }

    /** How many events of all accounts there had been when this account had its last. */
    static Projection dependsOnTheNeighbours() {
        return gated((fold, _) -> {
            @Nullable TrialBalanceAccount all = fold.rows().get("/");
            long count = all == null ? 1 : all.getVersion() + 1;
            fold.rows().put("/", new TrialBalanceAccount(count, BigDecimal.ZERO));
            return BigInteger.valueOf(count);
        });
    }
}
