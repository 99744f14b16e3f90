package ledger.api.log;

import ledger.language.AccountEvent;

/** Is told of the records of the events topic, of each partition in order. */
public interface EventListener {
    /** An event. */
    void event(int partition, long offset, AccountEvent event);

    /** A record that is no event; it counts for nothing, as in the read models. */
    void undecodable(int partition, long offset, RuntimeException cause);
}
