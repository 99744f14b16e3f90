package ledger.projections.statements;

import java.util.List;
import ledger.projections.EventFolder;
import ledger.projections.FoldContext;
import ledger.projections.Projection;
import ledger.projections.ProjectionStore;
import ledger.projections.VersionGate;
import ledger.records.StatementRow;
import ledger.serde.StateSerde;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What moved each account's posted balance, in order, with the running balance. */
public final class StatementsProjection implements Projection {
    /** Its name. */
    public static final String NAME = "statements";

    private final ProjectionStore<StatementKey, StatementRow> rows;

    /** @param rows serde of what is stored */
    public StatementsProjection(StateSerde<StatementRow> rows) {
        this.rows = new ProjectionStore<>("rows", new StatementKeySerde(), rows);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ProjectionStore<?, ?>> stores() {
        return List.of(rows);
    }

    /** The one store: the entries of each account by version, after its head. */
    public ProjectionStore<StatementKey, StatementRow> rows() {
        return rows;
    }

    @Override
    public EventFolder folder(FoldContext context) {
        KeyValueStore<StatementKey, StatementRow> store = context.store(rows);
        VersionGate gate = context.gate();
        return event -> {
            StatementKey headKey = StatementKey.head(event.accountId());
            @Nullable StatementRow head = store.get(headKey);
            if (gate.admits(head == null ? 0 : StatementRows.head(head).version(), event)) {
                StatementFold.item(event)
                        .ifPresent(item -> store.put(
                                new StatementKey(event.accountId(), event.version()), StatementRows.row(item)));
                // Last: whoever sees the head's version finds all entries up to it.
                store.put(headKey, StatementRows.row(StatementFold.head(event)));
            }
        };
    }
}
