package ledger.topics;

import ledger.registry.SchemaRegistryException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnknownServerException;

/** What comes of brokers, or of the schema registry, while some of them, or the process that asks, were away. */
public final class BrokerFaults {
    private BrokerFaults() {}

    /**
     * Whether a fault of a Streams thread passes: a new thread, which goes on from what is committed, does not meet it again.
     * That is so where an answer may be repeated, that of the registry too, and where the brokers have ended a transaction,
     * or a membership, that a thread believed to have.
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
     * A broker that fails over may say that it has failed itself, of which the producer makes an exception without a kind.
     * One that has a cause is another thing: it tells of a producer that is of no use since, and the cause tells why.
     */
    private static boolean isUnknownAnswer(Throwable cause) {
        return cause instanceof UnknownServerException
                || (cause.getClass().equals(KafkaException.class) && cause.getCause() == null);
    }
}
