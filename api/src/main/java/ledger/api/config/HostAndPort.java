package ledger.api.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where a server listens.
 *
 * @param host a name or an address, an IPv6 one without brackets
 * @param port from 0 to 65535; 0 is any free port
 */
public record HostAndPort(String host, int port) {

    /** Whether only this machine can reach all addresses of the host. */
    boolean isLoopback() throws UnknownHostException {
        for (InetAddress address : InetAddress.getAllByName(host)) {
            if (!address.isLoopbackAddress()) {
                return false;
            }
        }
        return true;
    }

    /** Whether it stands for all addresses of a machine, so that nobody can connect to it by this name. */
    boolean isWildcard() {
        return host.equals("0.0.0.0") || host.matches("[0:]+");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
