package ledger.projections.cluster;

/** A partition's part of a store. */
record StorePartition(String store, int partition) {}
