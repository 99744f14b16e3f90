package ledger.api.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of clients. Each takes a file, of which a process may have so many; an embedded broker that gets none
 * for its log gives up the log. So there is a bound, beyond which connections wait to be accepted until others end.
 */
final class Connections extends NetworkConnectionLimit {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /** Logs, stores, and connections to brokers: some 950 while there is no data, with an embedded broker. */
    private static final int OWN_FILES = 2_000;

    private static final int LEAST = 16;

    private final Counter reached;

    private Connections(int most, Server server, MeterRegistry metrics) {
        super(most, server);
        reached = Counter.builder("ledger.http.connections.limited")
                .description("How often there were as many connections as there may be")
                .register(metrics);
    }

    /**
     * Bounds those of a server that is not started yet, and counts them.
     *
     * @param wanted how many there may be, if the process may have many more files; a few more come through while the last is
     *     being accepted
     */
    static void limit(Server server, int wanted, MeterRegistry metrics) {
        long files = files();
        int most = most(wanted, files);
        if (most < wanted) {
            LOG.warn(
                    "At most {} connections at once, not {}, because the process may open {} files",
                    most,
                    wanted,
                    files);
        }
        Connections connections = new Connections(most, server, metrics);
        server.addBean(connections);
        Gauge.builder("ledger.http.connections", connections, NetworkConnectionLimit::getNetworkConnectionCount)
                .description("Connections that clients have open")
                .register(metrics);
    }

    static int most(int wanted, long files) {
        return (int) Math.min(wanted, Math.max(LEAST, (files - OWN_FILES) / 2));
    }

    /** How many the process may have; on a system that does not say, as many as are wanted. */
    private static long files() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    @Override
    protected void limit() {
        reached.increment();
        super.limit();
    }
}
