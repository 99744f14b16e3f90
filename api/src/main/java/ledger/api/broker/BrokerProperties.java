package ledger.api.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The configuration of a broker and controller in one, which shares its JVM with the application. */
final class BrokerProperties {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String CLIENT_LISTENER = "PLAINTEXT";
    private static final int MIB = 1024 * 1024;

    private BrokerProperties() {}

    /** The voters are given at each start and kept nowhere, so that both ports may differ from start to start. */
    static Map<String, String> of(Path directory, LoopbackPorts ports) {
        Map<String, String> properties = new HashMap<>();
        quorum(properties, directory, ports);
        oneBroker(properties);
        smallFootprint(properties);
        fastStartAndStop(properties);
        return properties;
    }

    private static void quorum(Map<String, String> to, Path directory, LoopbackPorts ports) {
        String controller = LoopbackPorts.HOST + ":" + ports.controller();
        String client = CLIENT_LISTENER + "://" + LoopbackPorts.HOST + ":" + ports.client();
        to.put("process.roles", "broker,controller");
        to.put("node.id", Integer.toString(NODE_ID));
        to.put("log.dirs", directory.toString());
        to.put("listeners", client + "," + CONTROLLER_LISTENER + "://" + controller);
        to.put("advertised.listeners", client);
        to.put("inter.broker.listener.name", CLIENT_LISTENER);
        to.put("controller.listener.names", CONTROLLER_LISTENER);
        to.put("listener.security.protocol.map", CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        to.put("controller.quorum.voters", NODE_ID + "@" + controller);
    }

    private static void oneBroker(Map<String, String> to) {
        to.put("auto.create.topics.enable", "false");
        to.put("default.replication.factor", "1");
        to.put("min.insync.replicas", "1");
        to.put("offsets.topic.replication.factor", "1");
        to.put("offsets.topic.num.partitions", "4");
        to.put("transaction.state.log.replication.factor", "1");
        to.put("transaction.state.log.min.isr", "1");
        to.put("transaction.state.log.num.partitions", "4");
        to.put("share.coordinator.state.topic.replication.factor", "1");
        to.put("share.coordinator.state.topic.min.isr", "1");
        to.put("share.coordinator.state.topic.num.partitions", "1");
        // A laptop may stay closed for longer than the default of a week: where the readers were must outlive that.
        to.put("offsets.retention.minutes", Integer.toString(10 * 365 * 24 * 60));
        // Records of up to 1 MiB with their headers and their batch.
        to.put("message.max.bytes", Integer.toString(2 * MIB));
    }

    private static void smallFootprint(Map<String, String> to) {
        to.put("num.network.threads", "2");
        to.put("num.io.threads", "4");
        to.put("background.threads", "2");
        to.put("log.cleaner.threads", "1");
        to.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * MIB));
        to.put("log.cleaner.io.buffer.size", Integer.toString(MIB / 4));
        // Indexes are allocated in full for each active segment: the default of 10 MiB is three orders too large here.
        to.put("log.index.size.max.bytes", Integer.toString(MIB));
        to.put("log.segment.bytes", Integer.toString(256 * MIB));
        to.put("offsets.topic.segment.bytes", Integer.toString(16 * MIB));
        to.put("transaction.state.log.segment.bytes", Integer.toString(16 * MIB));
        to.put("metadata.log.segment.bytes", Integer.toString(8 * MIB));
        to.put("metadata.max.retention.bytes", Integer.toString(16 * MIB));
        to.put("metadata.log.max.record.bytes.between.snapshots", Integer.toString(MIB));
        to.put("metadata.max.idle.interval.ms", "0"); // else a record every half second, forever
        to.put("metric.reporters", "");
    }

    private static void fastStartAndStop(Map<String, String> to) {
        // The controller lives and dies with its only broker, and must never take one for dead that was merely paused
        // (see
        // DeadBroker, which has ended the session of one that was killed).
        to.put("broker.session.timeout.ms", Integer.toString(60 * 60 * 1000));
        to.put("broker.heartbeat.interval.ms", "500");
        to.put("group.initial.rebalance.delay.ms", "0");
        to.put("group.min.session.timeout.ms", "1000");
        to.put(
                "num.recovery.threads.per.data.dir",
                Integer.toString(Runtime.getRuntime().availableProcessors()));
        // A shard begins its next transaction right after a commit, while the former one's markers are still written:
        // the broker must look again at once, not after 20 ms, and must not gather offset commits for 5 ms.
        to.put("add.partitions.to.txn.retry.backoff.ms", "1");
        to.put("group.coordinator.append.linger.ms", "0");
        // What an instance that was killed left open holds up its successor's readers until it is aborted.
        to.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }
}
