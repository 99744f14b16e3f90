package ledger.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A log that lives as long as the object: for tests and {@code mock://} registries. May be replayed several times. */
public final class InMemorySchemaLog implements SchemaLog {
    private final List<SchemaLogRecord> records = new ArrayList<>();
    private final List<Consumer<SchemaLogRecord>> folds = new ArrayList<>();

    @Override
    public synchronized void replay(Consumer<SchemaLogRecord> fold) {
        records.forEach(fold);
        folds.add(fold);
    }

    @Override
    public synchronized <R> R write(Supplier<Write<R>> decision) {
        Write<R> write = decision.get();
        for (SchemaLogRecord next : write.records()) {
            records.add(next);
            folds.forEach(fold -> fold.accept(next));
        }
        return write.result();
    }

    /** A copy of what has been written, oldest first. */
    public synchronized List<SchemaLogRecord> records() {
        return List.copyOf(records);
    }

    /** Nothing to do: a write is folded before it returns. */
    @Override
    public void catchUp() {}

    @Override
    public void close() {}
}
