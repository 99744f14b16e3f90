package ledger.faults;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A broker and controller of three, as an operator would run it: how it is found out that one is gone is left at Kafka's
 * defaults, and only sizes are small.
 */
final class BrokerProperties {
    static final int BROKERS = 3;
    static final String CONTROLLER = "CONTROLLER";
    private static final String CLIENTS = "PLAINTEXT";
    private static final String HOST = "127.0.0.1:";
    private static final int MIB = 1024 * 1024;

    private BrokerProperties() {}

    /**
     * Properties of one of them.
     *
     * @param id 1, 2 or 3
     * @param ports of all, that for clients and that of the controller of each in turn
     */
    static Properties of(int id, List<Integer> ports, Path directory) {
        Properties properties = new Properties();
        String client = CLIENTS + "://" + address(id, ports);
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", Integer.toString(id));
        properties.setProperty("log.dirs", directory.toString());
        properties.setProperty("listeners", client + "," + CONTROLLER + "://" + HOST + ports.get(2 * id - 1));
        properties.setProperty("advertised.listeners", client);
        properties.setProperty("inter.broker.listener.name", CLIENTS);
        properties.setProperty("controller.listener.names", CONTROLLER);
        properties.setProperty("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        properties.setProperty(
                "controller.quorum.voters",
                IntStream.rangeClosed(1, BROKERS)
                        .mapToObj(voter -> voter + "@" + HOST + ports.get(2 * voter - 1))
                        .collect(Collectors.joining(",")));
        replication(properties);
        smallFootprint(properties);
        return properties;
    }

    /** Where clients connect to. */
    static String address(int id, List<Integer> ports) {
        return HOST + ports.get(2 * id - 2);
    }

    private static void replication(Properties to) {
        to.setProperty("auto.create.topics.enable", "false");
        to.setProperty("default.replication.factor", "3");
        to.setProperty("min.insync.replicas", "2");
        to.setProperty("offsets.topic.replication.factor", "3");
        to.setProperty("transaction.state.log.replication.factor", "3");
        to.setProperty("transaction.state.log.min.isr", "2");
        to.setProperty("group.initial.rebalance.delay.ms", "0");
        // What an instance that is gone has left open holds up the readers of its topics until it is aborted: by
        // default
        // that is looked at every ten seconds only.
        to.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    private static void smallFootprint(Properties to) {
        to.setProperty("offsets.topic.num.partitions", "3");
        to.setProperty("transaction.state.log.num.partitions", "3");
        to.setProperty("num.network.threads", "2");
        to.setProperty("num.io.threads", "3");
        to.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(16 * MIB));
        to.setProperty("log.index.size.max.bytes", Integer.toString(MIB));
        to.setProperty("metadata.log.segment.bytes", Integer.toString(8 * MIB));
    }
}
