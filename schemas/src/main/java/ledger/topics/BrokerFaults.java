package ledger.topics;

import ledger.registry.SchemaRegistryException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnknownServerException;

/** Tells the faults that pass, as brokers and the schema registry make them while one of them is away, from those that stay. */
public final class BrokerFaults {
    private BrokerFaults() {}

    /**
     * Whether a fault of a Streams thread passes: a new thread, which goes on from what is committed, need not meet it again.
     * So it is where the same request may succeed later, to the registry too; and where the brokers have ended the thread's
     * transaction or its membership of the group without its knowing.
     */
    public static boolean isPassing(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException
                    || cause instanceof ApplicationRecoverableException
                    || cause instanceof TransactionAbortableException
                    || cause instanceof InvalidTxnStateException
                    || cause instanceof OutOfOrderSequenceException
                    || isUnknownAnswer(cause)) {
                return true;
            }
        }
        return SchemaRegistryException.mayPass(fault);
    }

    /**
     * A broker that fails over may answer that it has failed, of which the producer makes a plain {@link KafkaException} without
     * a cause. One with a cause is another matter: the producer had failed before, and the cause tells why.
     */
    private static boolean isUnknownAnswer(Throwable cause) {
        return cause instanceof UnknownServerException
                || (cause.getClass().equals(KafkaException.class) && cause.getCause() == null);
    }
}
