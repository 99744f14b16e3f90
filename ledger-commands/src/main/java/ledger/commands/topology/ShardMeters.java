package ledger.commands.topology;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Counts what a shard does with transactions, among the metrics of Kafka Streams: group {@code stream-shard-metrics}. */
final class ShardMeters {
    private final StreamsMetrics metrics;
    private final List<Sensor> sensors = new ArrayList<>();
    private final Sensor local;
    private final Sensor coordinated;
    private final Sensor refused;
    private final Sensor deferred;
    private final Sensor expired;
    private final Sensor passedOver;

    ShardMeters(ProcessorContext<?, ?> context) {
        this.metrics = context.metrics();
        String task = context.taskId().toString();
        this.local = sensor(task, "steps-local");
        this.coordinated = sensor(task, "steps-coordinated");
        this.refused = sensor(task, "steps-refused");
        this.deferred = sensor(task, "commands-deferred");
        this.expired = sensor(task, "holds-expired");
        this.passedOver = sensor(task, "messages-passed-over");
    }

    private Sensor sensor(String task, String operation) {
        Sensor sensor = metrics.addRateTotalSensor("shard", task, operation, Sensor.RecordingLevel.INFO);
        sensors.add(sensor);
        return sensor;
    }

    /** The shard has ended here; where it goes on, it is counted there. */
    void close() {
        sensors.forEach(metrics::removeSensor);
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
