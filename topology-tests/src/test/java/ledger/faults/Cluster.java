package ledger.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ledger.integration.Api;

/** Three brokers and two instances. */
final class Cluster implements AutoCloseable {
    static final int BROKERS = BrokerProperties.BROKERS;
    static final int INSTANCES = 2;

    private final List<Integer> ports = FreePorts.take(INSTANCES);
    private final List<Instance> instances = new ArrayList<>();
    private final Path directory;
    private final Brokers brokers;

    /** Starts the brokers. */
    Cluster(Path directory) {
        this.directory = directory;
        this.brokers = new Brokers(directory);
    }

    /** Starts the instances, and returns when all can be used. */
    void start() {
        brokers.awaitWhole();
        for (int port : ports) {
            instances.add(new Instance(instances.size() + 1, directory, port, brokers.bootstrapServers()));
        }
        instances.forEach(Instance::awaitWell);
    }

    Brokers brokers() {
        return brokers;
    }

    List<Instance> instances() {
        return instances;
    }

    /** Of the instances. */
    List<Integer> ports() {
        return ports;
    }

    /** A client of each instance. */
    List<Api> apis() {
        return instances.stream().map(Instance::api).toList();
    }

    @Override
    public void close() {
        instances.forEach(Instance::kill);
        brokers.close();
    }
}
