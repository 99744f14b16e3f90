package ledger.projections.statements;

import java.util.List;
import java.util.Optional;
import ledger.language.AccountId;
import ledger.projections.AccountPage;
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

    /**
     * A page of an account's statement; empty if there is no such account. The cursor is the version of the last entry.
     * Ascending pages go on into entries that were made since.
     */
    public Optional<AccountPage<StatementItem>> page(AccountId account, StatementRequest request) {
        return model.ofAccount(rows, account, store -> {
            StatementPart part = new StatementPart(store, account);
            return part.head()
                    .map(head -> new AccountPage<>(head.version(), head.asset(), page(part, head.version(), request)));
        });
    }

    private static Page<StatementItem, Long> page(StatementPart part, long version, StatementRequest request) {
        boolean ascending = request.order() == Order.ASC;
        long end = version + 1;
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
