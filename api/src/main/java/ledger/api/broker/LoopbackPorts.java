package ledger.api.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of 127.0.0.1, looked at before Kafka binds them. */
final class LoopbackPorts {

    static final String HOST = "127.0.0.1";

    private static final byte[] ADDRESS = {127, 0, 0, 1};

    private LoopbackPorts() {}

    /** The port itself when it is free, or any free port for 0. */
    static int resolve(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As Kafka's own listener does: a connection of a broker that just ended does not keep its port.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(ADDRESS), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BrokerStartException(
                    "Port " + port + " of " + HOST + " cannot be used (" + e.getMessage()
                            + "). Stop what listens there, or choose another with ledger.kafka.port; 0 takes any",
                    e);
        }
    }
}
