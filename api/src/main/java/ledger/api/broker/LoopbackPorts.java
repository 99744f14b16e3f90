package ledger.api.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Two ports of 127.0.0.1, looked at before Kafka binds them. */
record LoopbackPorts(int client, int controller) {

    static final String HOST = "127.0.0.1";

    private static final byte[] ADDRESS = {127, 0, 0, 1};

    /**
     * Both are bound at once: one after the other, they might be the same.
     *
     * @param client the port for clients if it is free, or 0 for any free one
     */
    static LoopbackPorts free(int client) {
        try (ServerSocket forClients = bind(client);
                ServerSocket forController = bind(0)) {
            return new LoopbackPorts(forClients.getLocalPort(), forController.getLocalPort());
        } catch (IOException e) {
            throw new BrokerStartException(
                    "Port " + client + " of " + HOST + " cannot be used (" + e.getMessage()
                            + "). Stop what listens there, or choose another with ledger.kafka.port; 0 takes any",
                    e);
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // As Kafka's own listener does: a connection of a broker that just ended does not keep its port.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(ADDRESS), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
