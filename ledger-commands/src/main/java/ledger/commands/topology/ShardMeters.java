package ledger.commands.topology;

import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Counts what a shard does with transactions, among the metrics of Kafka Streams: group {@code stream-shard-metrics}. */
final class ShardMeters {
    private final Sensor local;
    private final Sensor coordinated;
    private final Sensor refused;
    private final Sensor deferred;
    private final Sensor expired;
    private final Sensor passedOver;

    ShardMeters(ProcessorContext<?, ?> context) {
        this.local = sensor(context, "steps-local");
        this.coordinated = sensor(context, "steps-coordinated");
        this.refused = sensor(context, "steps-refused");
        this.deferred = sensor(context, "commands-deferred");
        this.expired = sensor(context, "holds-expired");
        this.passedOver = sensor(context, "messages-passed-over");
    }

    private static Sensor sensor(ProcessorContext<?, ?> context, String operation) {
        StreamsMetrics metrics = context.metrics();
        return metrics.addRateTotalSensor("shard", context.taskId().toString(), operation, Sensor.RecordingLevel.INFO);
    }

    /** A step of a transaction that the home took or refused by itself. */
    void endedHere() {
        local.record();
    }

    /** A step that other shards are asked about. */
    void coordinates() {
        coordinated.record();
    }

    void refuses() {
        refused.record();
    }

    /** A command that waits for the step before it. */
    void defers() {
        deferred.record();
    }

    /** A hold whose time is over. */
    void expires() {
        expired.record();
    }

    /** A message that nothing waited for: repeated, or late. */
    void passesOver() {
        passedOver.record();
    }
}
