package ledger.api.cluster;

/** What instances say to each other beside what clients say to them. */
public final class PeerProtocol {
    /** Before the path of what is asked. */
    public static final String PREFIX = "/internal";

    /** Before the name of a question to partitions. */
    public static final String ASK = PREFIX + "/ask/";

    /** The parameter that names the partitions to be answered for, with commas between. */
    public static final String PARTITIONS = "partitions";

    /** The header of the secret. */
    public static final String SECRET = "Ledger-Cluster-Secret";

    /** The header of the version of the account that whoever asks has told a client of. */
    public static final String ACKNOWLEDGED = "Ledger-Acknowledged-Version";

    /** The header of every answer to a request with the right secret: without it, something else has answered. */
    public static final String ANSWERED = "Ledger-Internal";

    /** The status of an instance that cannot answer for what it was asked: Misdirected Request. */
    public static final int NOT_HELD = 421;

    private PeerProtocol() {}
}
