package ledger.commands.topology;

/** Is told, in the thread of a shard, when it begins to decide, with all that it remembers, and when it ends. */
public interface ShardListener {
    /** For those who need not know. */
    ShardListener NONE = new ShardListener() {
        @Override
        public void begins(int shard) {}

        @Override
        public void ends(int shard) {}
    };

    /** Its stores are full. */
    void begins(int shard);

    /** Its stores are about to be closed. */
    void ends(int shard);
}
