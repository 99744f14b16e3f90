package ledger.integration;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import ledger.faults.FreePorts;
import ledger.tls.Authority;
import ledger.tls.Authority.Issued;
import ledger.tls.Pem;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A broker in this JVM whose clients all come over TLS, log in with SCRAM, and may do what was granted to them. It is a
 * client of itself too, as {@code admin}, to whom everything is allowed.
 */
final class SecuredBroker implements AutoCloseable {
    static final String ADMIN = "admin";

    private static final int ID = 1;
    private static final String CONTROLLER = "CONTROLLER";

    private final String address;
    private final KafkaRaftServer server;

    /**
     * Starts it.
     *
     * @param authority that vouches for it
     * @param passwords of its users, {@link #ADMIN} among them
     */
    SecuredBroker(Path directory, Authority authority, Map<String, String> passwords) {
        List<String> free =
                FreePorts.take(2).stream().map(port -> "127.0.0.1:" + port).toList();
        address = free.getFirst();
        Path data = directory.resolve("broker");
        format(data, passwords);
        Properties properties = listeners(address, free.getLast());
        properties.putAll(tls(directory, authority));
        properties.putAll(login(passwords));
        properties.putAll(small());
        properties.setProperty("log.dirs", data.toString());
        server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        server.startup();
    }

    private static void format(Path data, Map<String, String> passwords) {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(ID)
                    .setControllerListenerName(CONTROLLER)
                    .setMetadataLogDirectory(data.toString())
                    .setDirectories(List.of(data.toString()))
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setScramArguments(passwords.entrySet().stream()
                            .map(user -> "SCRAM-SHA-512=[name=" + user.getKey() + ",password=" + user.getValue() + "]")
                            .toList())
                    .run();
        } catch (Exception e) { // declared so wide by Kafka
            throw new IllegalStateException("cannot format " + data, e);
        }
    }

    private static Properties listeners(String clients, String controller) {
        Properties to = new Properties();
        to.setProperty("process.roles", "broker,controller");
        to.setProperty("node.id", Integer.toString(ID));
        to.setProperty("listeners", "CLIENTS://" + clients + "," + CONTROLLER + "://" + controller);
        to.setProperty("advertised.listeners", "CLIENTS://" + clients);
        to.setProperty("listener.security.protocol.map", "CLIENTS:SASL_SSL," + CONTROLLER + ":PLAINTEXT");
        to.setProperty("inter.broker.listener.name", "CLIENTS");
        to.setProperty("controller.listener.names", CONTROLLER);
        to.setProperty("controller.quorum.voters", ID + "@" + controller);
        to.setProperty("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // The broker's own calls of the controller, whose listener asks nobody; no client is anonymous at the other.
        to.setProperty("super.users", "User:" + ADMIN + ";User:ANONYMOUS");
        return to;
    }

    private static Map<String, String> tls(Path directory, Authority authority) {
        Issued issued = authority.issue("broker");
        Path key = Pem.write(
                directory.resolve("broker.pem"),
                Pem.pkcs8(issued.keys().getPrivate()),
                Pem.of(issued.certificate()),
                Pem.of(issued.issuer()));
        return Map.of(
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                key.toString(),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                authority.write(directory.resolve("broker-ca.pem")).toString());
    }

    private static Map<String, String> login(Map<String, String> passwords) {
        return Map.of(
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "sasl.mechanism.inter.broker.protocol",
                "SCRAM-SHA-512",
                "listener.name.clients.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + ADMIN
                        + "\" password=\"" + passwords.get(ADMIN) + "\";");
    }

    private static Map<String, String> small() {
        return Map.of(
                "auto.create.topics.enable", "false",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "0",
                "log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024),
                "log.index.size.max.bytes", Integer.toString(1024 * 1024));
    }

    String bootstrapServers() {
        return address;
    }

    /** What a user may do. */
    record Grant(ResourcePattern resource, List<AclOperation> operations) {}

    /** Allows it to a user. */
    static void grant(Admin admin, String user, List<Grant> grants) throws InterruptedException, ExecutionException {
        Collection<AclBinding> bindings = grants.stream()
                .flatMap(grant -> grant.operations().stream()
                        .map(operation -> new AclBinding(
                                grant.resource(),
                                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW))))
                .toList();
        admin.createAcls(bindings).all().get();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
