package ledger.projections.balances;

import java.util.List;
import ledger.codec.AccountCodec;
import ledger.projections.EventFolder;
import ledger.projections.FoldContext;
import ledger.projections.Projection;
import ledger.projections.ProjectionStore;
import ledger.projections.VersionGate;
import ledger.records.AccountBalance;
import ledger.serde.StateSerde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Every account as it stands, by its id. */
public final class BalancesProjection implements Projection {
    /** Its name. */
    public static final String NAME = "balances";

    private final ProjectionStore<String, AccountBalance> accounts;

    /** @param balances serde of what is stored */
    public BalancesProjection(StateSerde<AccountBalance> balances) {
        this.accounts = new ProjectionStore<>("accounts", Serdes.String(), balances);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ProjectionStore<?, ?>> stores() {
        return List.of(accounts);
    }

    /** The one store: an account by its id. */
    public ProjectionStore<String, AccountBalance> accounts() {
        return accounts;
    }

    @Override
    public EventFolder folder(FoldContext context) {
        KeyValueStore<String, AccountBalance> store = context.store(accounts);
        VersionGate gate = context.gate();
        return event -> {
            String id = event.accountId().value();
            @Nullable AccountBalance before = store.get(id);
            if (gate.admits(before == null ? 0 : before.getVersion(), event)) {
                var account = before == null ? null : AccountCodec.INSTANCE.fromRecord(before);
                store.put(id, AccountCodec.INSTANCE.toRecord(BalanceFold.after(account, event)));
            }
        };
    }
}
