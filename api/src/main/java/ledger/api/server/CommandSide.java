package ledger.api.server;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import ledger.api.commands.CommandGateway;
import ledger.api.commands.CommandLimits;
import ledger.api.commands.CommandProducers;
import ledger.api.commands.ReplyListener;
import ledger.api.config.LedgerConfig;
import ledger.api.lifecycle.Resources;
import ledger.api.metrics.ServerMetrics;
import ledger.api.streams.CommandShards;
import ledger.api.streams.RunningShards;
import ledger.api.streams.StreamsSettings;
import ledger.codec.LedgerSerdes;
import ledger.commands.topology.CommandSerdes;
import ledger.commands.topology.CommandTopology;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.projections.cluster.Cluster;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Everything that a command passes: the gateway, the shards of this instance, and the listener for replies. */
final class CommandSide implements AutoCloseable {
    static final String APPLICATION = "ledger-commands";
    private static final String REPLIES_GROUP = "ledger-replies";
    private static final CommandLimits LIMITS = new CommandLimits(10_000, 4_000);
    private static final int GATHERED_LINGER_MS = 5;

    private final Resources resources = new Resources();
    private final CommandShards shards;
    private final ReplyListener replies;
    private final CommandGateway gateway;
    private final Predicate<CommandId> underWay;

    CommandSide(LedgerConfig config, KafkaBackend kafka, LedgerSerdes serdes, ServerMetrics metrics, Cluster cluster) {
        int shardCount = config.topics().shards();
        RunningShards running = new RunningShards();
        shards = resources.add(new CommandShards(
                CommandTopology.build(commandSerdes(serdes), shardCount, running),
                running,
                new StreamsSettings(config, kafka.connection()).commands(APPLICATION),
                serdes.outcomes().deserializer(),
                shardCount,
                kafka.admin(),
                cluster));
        replies = resources.add(new ReplyListener(() -> new KafkaConsumer<>(
                with(kafka.connection(), ReplyListener.consumerConfig(REPLIES_GROUP, config.instanceId())),
                new StringDeserializer(),
                serdes.outcomes().deserializer())));
        CommandProducers producers = new CommandProducers(
                resources.add(producer(kafka, serdes, "ledger-commands-gateway", 0)),
                resources.add(producer(kafka, serdes, "ledger-commands-gateway-gathered", GATHERED_LINGER_MS)));
        gateway = new CommandGateway(producers, replies, shards, shards, shardCount, LIMITS, Clock.systemUTC());
        underWay = shards.underWay(gateway::isUnderWay, cluster);
        metrics.bindCommands(shards.streams(), APPLICATION);
        metrics.bindGateway(List.of(producers.alone(), producers.gathered()), gateway::underWay);
    }

    static CommandSerdes commandSerdes(LedgerSerdes serdes) {
        return new CommandSerdes(
                serdes.commands(),
                serdes.shardMessages(),
                serdes.events(),
                serdes.outcomes(),
                serdes.balances(),
                LedgerSerdes.accountStates());
    }

    /** Strictest durability; an append is given up well before a request's deadline of a minute. */
    private static Producer<String, Command> producer(
            KafkaBackend kafka, LedgerSerdes serdes, String clientId, int lingerMs) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                lingerMs,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                5_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                10_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                30_000,
                ProducerConfig.CLIENT_ID_CONFIG,
                clientId);
        return new KafkaProducer<>(
                with(kafka.connection(), settings),
                new StringSerializer(),
                serdes.commands().serializer());
    }

    private static Map<String, Object> with(Map<String, Object> connection, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(connection);
        all.putAll(more);
        return all;
    }

    void start() {
        shards.start();
        replies.start(gateway);
    }

    CommandShards shards() {
        return shards;
    }

    ReplyListener replies() {
        return replies;
    }

    CommandGateway gateway() {
        return gateway;
    }

    /** Whether an instance has sent a command and not heard of it yet. */
    Predicate<CommandId> underWay() {
        return underWay;
    }

    @Override
    public void close() {
        resources.close();
    }
}
