package ledger.projections.transactions;

import java.util.List;
import ledger.projections.EventFolder;
import ledger.projections.FoldContext;
import ledger.projections.Projection;
import ledger.projections.ProjectionStore;
import ledger.records.TransactionRow;
import ledger.serde.StateSerde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Every transaction as it stands, in the partition of its home account, and what it left on each account, in the
 * partition of that account.
 */
public final class TransactionsProjection implements Projection {
    /** Its name. */
    public static final String NAME = "transactions";

    private final ProjectionStore<String, TransactionRow> rows;

    /** @param rows serde of what is stored */
    public TransactionsProjection(StateSerde<TransactionRow> rows) {
        this.rows = new ProjectionStore<>("rows", Serdes.String(), rows);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ProjectionStore<?, ?>> stores() {
        return List.of(rows);
    }

    /** The one store. */
    public ProjectionStore<String, TransactionRow> rows() {
        return rows;
    }

    @Override
    public EventFolder folder(FoldContext context) {
        return new TransactionFolder(context.store(rows), context.gate());
    }
}
