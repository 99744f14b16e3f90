package ledger.topics;

import static org.assertj.core.api.Assertions.assertThat;

import ledger.registry.SchemaRegistryException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerFaultsTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                InvalidTxnStateException.class,
                NotEnoughReplicasException.class,
                FencedInstanceIdException.class,
                OutOfOrderSequenceException.class,
                UnknownServerException.class,
                KafkaException.class
            })
    void whatComesOfBrokersThatWereAwayPasses(Class<? extends RuntimeException> fault) throws Exception {
        RuntimeException thrown = fault.getConstructor(String.class).newInstance("away");
        assertThat(BrokerFaults.isPassing(new IllegalStateException("in a thread", thrown)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                SerializationException.class,
                RecordTooLargeException.class,
                TopicAuthorizationException.class,
                IllegalStateException.class
            })
    void whatWouldComeAgainDoesNot(Class<? extends RuntimeException> fault) throws Exception {
        assertThat(BrokerFaults.isPassing(fault.getConstructor(String.class).newInstance("again")))
                .isFalse();
    }

    /** A producer that has failed says so at whatever is asked of it next. */
    @Test
    void aProducerThatFailedForSomethingThatWouldComeAgainDoesNot() {
        KafkaException failed = new KafkaException("in an error state", new RecordTooLargeException("again"));
        assertThat(BrokerFaults.isPassing(new IllegalStateException("in a thread", failed)))
                .isFalse();
    }

    @Test
    void aProducerThatFailedForBrokersThatWereAwayPasses() {
        assertThat(BrokerFaults.isPassing(
                        new KafkaException("in an error state", new InvalidTxnStateException("away"))))
                .isTrue();
    }

    /** How a thread fails that has read a record whose schema it does not know yet. */
    @ParameterizedTest
    @ValueSource(ints = {SchemaRegistryException.NO_ANSWER, 429, 503})
    void aRegistryThatIsAwayPasses(int status) {
        SerializationException notRead =
                new SerializationException("not read", new SchemaRegistryException(status, status, "away"));
        assertThat(BrokerFaults.isPassing(new IllegalStateException("in a thread", notRead)))
                .isTrue();
    }

    @Test
    void aRegistryThatRefusesDoesNot() {
        assertThat(BrokerFaults.isPassing(
                        new SerializationException("not read", new SchemaRegistryException(404, 40403, "no schema"))))
                .isFalse();
    }

    /** How a thread fails whose record was not written in time. */
    @Test
    void aRecordThatWasNotWrittenInTimePasses() {
        TransactionAbortableException abortable =
                new TransactionAbortableException("to be aborted", new TimeoutException("away"));
        assertThat(BrokerFaults.isPassing(
                        new IllegalStateException("in a thread", new KafkaException("in an error state", abortable))))
                .isTrue();
    }
}
