package ledger.projections.statements;

import java.util.List;
import java.util.Optional;
import ledger.language.AccountId;
import ledger.projections.Page;
import ledger.projections.ProjectionStore;
import ledger.projections.ReadModel;
import ledger.projections.ReadModelUnavailableException;
import ledger.projections.statements.StatementRequest.Order;
import ledger.records.StatementRow;

/** What the statements can be asked. Everything throws {@link ReadModelUnavailableException} when it cannot be read now. */
public final class StatementQueries {
    private final ProjectionStore<StatementKey, StatementRow> rows;
    private final ReadModel model;

    public StatementQueries(StatementsProjection projection, ReadModel model) {
        this.rows = projection.rows();
        this.model = model;
    }

    /** What is known of an account beside its entries; empty if there is no such account. */
    public Optional<AccountHead> head(AccountId account) {
        return model.ofAccount(rows, account, store -> new StatementPart(store, account).head());
    }

    /**
     * A page of an account's statement; empty pages for an account that is not known. The cursor is the version of the
     * last entry. Ascending pages go on into entries that were made since.
     */
    public Page<StatementItem, Long> page(AccountId account, StatementRequest request) {
        return model.ofAccount(rows, account, store -> page(new StatementPart(store, account), request));
    }

    private static Page<StatementItem, Long> page(StatementPart part, StatementRequest request) {
        boolean ascending = request.order() == Order.ASC;
        long end = part.head().map(AccountHead::version).orElse(0L) + 1;
        long from = request.from() == null ? 1 : part.firstRecordedFrom(request.from(), end);
        long to = request.to() == null ? end : part.firstRecordedFrom(request.to(), end);
        Long cursor = request.cursor();
        if (cursor != null && ascending) {
            from = cursor < to ? Math.max(from, cursor + 1) : to;
        } else if (cursor != null) {
            to = Math.min(to, cursor);
        }
        // One more than wanted tells whether there is another page.
        List<StatementItem> items = part.items(from, to, ascending, request.limit() + 1);
        if (items.size() <= request.limit()) {
            return new Page<>(items, null);
        }
        List<StatementItem> wanted = items.subList(0, request.limit());
        return new Page<>(wanted, wanted.getLast().version());
    }
}
