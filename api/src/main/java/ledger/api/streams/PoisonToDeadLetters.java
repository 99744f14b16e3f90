package ledger.api.streams;

import java.util.List;
import java.util.Map;
import ledger.commands.topology.PoisonCommandException;
import ledger.projections.PoisonEventException;
import ledger.projections.PoisonPolicy;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A record that could be decoded but that nobody may process becomes a dead letter. Whatever else goes wrong in a
 * processor is a fault of ours or a corrupt state, and stops the task: going on would make it worse.
 */
public final class PoisonToDeadLetters implements ProcessingExceptionHandler {
    private PoisonPolicy policy = new PoisonPolicy();

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (exception instanceof PoisonEventException) {
            policy.passOver(context.topic(), context.partition(), context.offset(), exception);
        }
        return exception instanceof PoisonCommandException || exception instanceof PoisonEventException
                ? Response.resume(List.of(
                        DeadLetters.letter(context, context.sourceRawKey(), context.sourceRawValue(), exception)))
                : Response.fail();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        policy = StreamsSettings.poisonPolicy(configs);
    }
}
