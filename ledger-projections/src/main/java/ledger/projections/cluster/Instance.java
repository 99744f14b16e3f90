package ledger.projections.cluster;

/**
 * A process of the ledger, by the address at which the others reach it.
 *
 * @param self whether it is this one
 */
public record Instance(String host, int port, boolean self) {
    /** As in a URL: an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
