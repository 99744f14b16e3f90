package ledger.deploy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import ledger.api.config.ConfigKey;
import ledger.api.config.InvalidConfigException;
import ledger.api.config.LedgerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.server.config.AbstractKafkaConfig;

/** What must hold of a deployment. Every check answers with the faults that it has found. */
final class DeploymentRules {
    private static final Pattern TAG =
            Pattern.compile("[\\w./-]+:(?<tag>[\\w.-]*\\d\\.\\d[\\w.-]*)(?:@sha256:[0-9a-f]{64})?");
    private static final Pattern SECRET = Pattern.compile(
            "(?im)^[ \\t-]*(?:name:[ \\t]*)?(?<name>[\\w.-]*(?:password|secret|token|jaas\\.config))[ \\t]*"
                    + "(?:[=:][ \\t]*|\\n[ \\t]*value:[ \\t]*)(?<value>[^\\s#].*)$");
    private static final Pattern KIND_SECRET = Pattern.compile("(?m)^kind:\\s*Secret\\s*$");
    private static final String PRIVATE_KEY = "PRIVATE KEY-----";

    private DeploymentRules() {}

    /** Images whose tag is not that of one release; {@code latest} and a bare major version are not. */
    static List<String> unpinned(Iterable<String> images) {
        List<String> faults = new ArrayList<>();
        for (String image : images) {
            if (!TAG.matcher(image).matches()) {
                faults.add(image + ": not pinned to a release");
            }
        }
        return faults;
    }

    /** Secrets that stand in a file as they are: what comes from the environment or from a command is none. */
    static List<String> secretsInClear(String text) {
        List<String> faults = new ArrayList<>(SECRET.matcher(text)
                .results()
                .filter(found -> !found.group("value").matches("[\"']?\\$[({].*|true|false"))
                .map(found -> found.group("name") + " stands there in clear")
                .toList());
        if (KIND_SECRET.matcher(text).find()) {
            faults.add("a Secret is among the manifests");
        }
        if (text.contains(PRIVATE_KEY)) {
            faults.add("a private key is in the file");
        }
        return faults;
    }

    /**
     * What is wrong with instances that are to work together.
     *
     * @param openPaths paths that answer without a token
     * @param kafkaClientFile stands for the file that {@code ledger.kafka.config} names
     */
    static List<String> faults(List<Instance> instances, Set<String> openPaths, Path kafkaClientFile) {
        List<String> faults = new ArrayList<>();
        List<LedgerConfig> configs = new ArrayList<>();
        for (Instance instance : instances) {
            load(instance, kafkaClientFile, faults).ifPresent(config -> {
                configs.add(config);
                alone(instance, config, openPaths).forEach(fault -> faults.add(instance.name() + ": " + fault));
            });
        }
        if (faults.isEmpty()) {
            together(configs, faults);
        }
        return faults;
    }

    /** The configuration as the server would read it: what it refuses is a fault. */
    private static Optional<LedgerConfig> load(Instance instance, Path kafkaClientFile, List<String> faults) {
        try {
            kafkaConfig(instance)
                    .filter(file -> instance.secretDirectories().stream().noneMatch(Path.of(file)::startsWith))
                    .ifPresent(file -> faults.add(instance.name() + ": " + file + " does not come from a secret"));
            return Optional.of(LedgerConfig.load(
                    instance.configFile(),
                    instance.environment(),
                    Map.of(ConfigKey.KAFKA_CONFIG, kafkaClientFile.toString())));
        } catch (IOException e) {
            faults.add(instance.name() + ": no file " + instance.configFile());
            return Optional.empty();
        } catch (InvalidConfigException e) {
            faults.add(instance.name() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<String> kafkaConfig(Instance instance) throws IOException {
        Properties properties = new Properties();
        if (instance.configFile().isPresent()) {
            try (Reader reader = Files.newBufferedReader(instance.configFile().get())) {
                properties.load(reader);
            }
        }
        return Optional.ofNullable(instance.environment()
                .getOrDefault(
                        ConfigKey.KAFKA_CONFIG.environment(), properties.getProperty(ConfigKey.KAFKA_CONFIG.key())));
    }

    private static List<String> alone(Instance instance, LedgerConfig config, Set<String> openPaths) {
        List<String> faults = new ArrayList<>();
        if (config.kafka().bootstrapServers().isEmpty()) {
            faults.add("it would start a broker of its own");
        }
        if (config.cluster().secret().isEmpty()) {
            faults.add("it has no " + ConfigKey.CLUSTER_SECRET.key());
        }
        if (!config.instanceId().equals(instance.name())) {
            faults.add("its id is " + config.instanceId());
        }
        if (!config.advertised().toString().equals(instance.host() + ":" + instance.port())) {
            faults.add("it advertises " + config.advertised());
        }
        if (config.http().address().port() != instance.port()) {
            faults.add("it listens on port " + config.http().address().port());
        }
        if (config.http().insecure() && !instance.onlyThisMachine()) {
            faults.add("others may reach it without a token");
        }
        if (instance.kept().stream().noneMatch(directory -> config.data().startsWith(directory))) {
            faults.add("its data in " + config.data() + " are lost with the container");
        }
        if (instance.probes().isEmpty()) {
            faults.add("nothing asks whether it is well");
        }
        config.http().tls().ifPresent(tls -> {
            if (instance.secretDirectories().stream().noneMatch(tls.key()::startsWith)) {
                faults.add(tls.key() + " does not come from a secret");
            }
        });
        for (Instance.Probe probe : instance.probes()) {
            if (probe.tls() != config.http().tls().isPresent()) {
                faults.add("it is asked for " + probe.path() + (probe.tls() ? " over TLS" : " without TLS"));
            }
            if (!openPaths.contains(probe.path()) || probe.port() != instance.port()) {
                faults.add("there is no " + probe.path() + " at port " + probe.port() + " that needs no token");
            }
        }
        return faults;
    }

    private static void together(List<LedgerConfig> configs, List<String> faults) {
        if (configs.size() < 2) {
            faults.add("there are not several instances");
            return;
        }
        if (configs.stream().map(LedgerConfig::topics).distinct().count() != 1) {
            faults.add("instances have different settings of topics");
            return;
        }
        if (configs.stream().map(LedgerConfig::instanceId).distinct().count() != configs.size()) {
            faults.add("two instances have the same id");
        }
        var topics = configs.getFirst().topics();
        if (topics.replyPartitions() < configs.size()) {
            faults.add("there are fewer reply partitions than instances");
        }
        if (topics.replicationFactor() < 3 || topics.minInSyncReplicas() != topics.replicationFactor() - 1) {
            faults.add("replication " + topics.replicationFactor() + " with " + topics.minInSyncReplicas()
                    + " in sync does not survive the loss of one broker");
        }
        if (configs.getFirst().cluster().standbyReplicas() < 1) {
            faults.add("there are no standbys");
        }
    }

    /** What is wrong with brokers, by themselves or for a ledger with this configuration. */
    static List<String> brokerFaults(Map<String, Properties> brokers, int replicationFactor, int minInSyncReplicas) {
        List<String> faults = new ArrayList<>();
        Set<String> nodes = new HashSet<>();
        brokers.forEach((name, properties) -> {
            Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
            unknown.removeAll(AbstractKafkaConfig.CONFIG_DEF.names());
            unknown.forEach(key -> faults.add(name + ": Kafka has no " + key));
            try {
                KafkaConfig config = KafkaConfig.fromProps(properties, false);
                nodes.add(String.valueOf(config.nodeId()));
            } catch (ConfigException | IllegalArgumentException e) {
                faults.add(name + ": " + e.getMessage());
            }
            // Topics that Kafka Streams makes for its stores take it from the brokers.
            if (!String.valueOf(minInSyncReplicas).equals(properties.getProperty("min.insync.replicas"))) {
                faults.add(name + ": changelogs would have another min.insync.replicas than the ledger's topics");
            }
        });
        if (brokers.size() < replicationFactor || nodes.size() != brokers.size()) {
            faults.add("replication " + replicationFactor + " on nodes " + nodes);
        }
        Set<String> quorums = brokers.values().stream()
                .map(broker -> broker.getProperty("controller.quorum.voters", ""))
                .collect(Collectors.toSet());
        if (quorums.size() != 1) {
            faults.add("brokers of different quorums: " + quorums);
        }
        return faults;
    }
}
