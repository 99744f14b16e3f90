package ledger.api.streams;

import java.util.List;
import java.util.Map;
import ledger.projections.PoisonPolicy;
import ledger.registry.SchemaRegistryException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/** A record that cannot be decoded stops nothing: it becomes a dead letter, in the transaction that passes it over. */
public final class UndecodableToDeadLetters implements DeserializationExceptionHandler {
    private PoisonPolicy policy = new PoisonPolicy();

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (SchemaRegistryException.mayPass(exception)) {
            // The registry is away: the record may be good, so it must not be passed over.
            return Response.fail();
        }
        policy.passOver(context.topic(), context.partition(), context.offset(), exception);
        return Response.resume(List.of(DeadLetters.letter(context, record.key(), record.value(), exception)));
    }

    @Override
    public void configure(Map<String, ?> configs) {
        policy = StreamsSettings.poisonPolicy(configs);
    }
}
