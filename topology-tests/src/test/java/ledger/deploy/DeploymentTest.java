package ledger.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import ledger.architecture.Repository;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in {@code deploy/} would start, and each check sees what would not. */
class DeploymentTest {
    private static final Path DEPLOY = Repository.ROOT.resolve("deploy");
    private static final Path KUBERNETES = DEPLOY.resolve("kubernetes");

    @TempDir
    Path temporary = Path.of("");

    private Path clientFile = Path.of("");

    @BeforeEach
    void anEmptyClientFile() throws IOException {
        clientFile = Files.createFile(temporary.resolve("client.properties"));
    }

    @Test
    void theInstancesOfTheComposeFileStart() throws IOException {
        assertThat(faults(compose())).isEmpty();
    }

    @Test
    void thePodsStart() throws IOException {
        assertThat(faults(manifests(""))).isEmpty();
        assertThat(manifests("").faults()).isEmpty();
    }

    @Test
    void thePodsStartWithTls() throws IOException {
        Kubernetes manifests = withTls("", "");
        assertThat(faults(manifests)).isEmpty();
        assertThat(manifests.faults()).isEmpty();
        assertThat(manifests.instances())
                .allSatisfy(pod -> assertThat(pod.environment().values())
                        .contains("/etc/ledger/tls/tls.crt", "/etc/ledger/tls/tls.key", "/etc/ledger/tls/ca.crt"));
    }

    @Test
    void wrongManifestsOfTlsAreFound() throws IOException {
        assertThat(faults(withTls("livenessProbe/httpGet/scheme", "livenessProbe/httpGet/schema")))
                .containsExactly(
                        "ledger-0: it is asked for /health/live without TLS",
                        "ledger-1: it is asked for /health/live without TLS",
                        "ledger-2: it is asked for /health/live without TLS");
        assertThat(faults(withTls("LEDGER_HTTP_TLS_KEY", "LEDGER_TLS_KEY")))
                .hasSize(3)
                .allMatch(fault -> fault.contains("LEDGER_TLS_KEY"));
        assertThat(faults(withTls("mountPath: /etc/ledger/tls", "mountPath: /etc/tls")))
                .hasSize(3)
                .allMatch(fault -> fault.endsWith("/etc/ledger/tls/tls.key does not come from a secret"));
        assertThat(withTls("*.ledger-peers", "*.ledger").faults())
                .containsExactly("the Certificate does not name the pods");
        assertThat(withTls("secretName: ledger-tls\n  #", "secretName: other\n  #")
                        .faults())
                .containsExactly("no volume is of the Secret of the Certificate");
    }

    @Test
    void theBrokersOfTheComposeFileStartAndAreEnough() throws IOException {
        Compose compose = compose();
        assertThat(DeploymentRules.brokerFaults(compose.brokers(), 3, 2)).isEmpty();
        assertThat(compose.brokers()).hasSize(3);
        compose.brokers()
                .forEach((name, properties) -> assertThat(compose.brokersKept().get(name))
                        .containsExactly(properties.getProperty("log.dirs")));
    }

    @Test
    void imagesArePinnedAndOfTheVersionsOfTheBuild() throws IOException {
        Compose compose = compose();
        String project = firstGroup("<artifactId>ledger-parent</artifactId>\\s*<version>([^<]+)<", text("pom.xml"));
        String kafka = firstGroup("<kafka.version>([^<]+)<", text("pom.xml"));
        Set<String> images = new TreeSet<>(compose.images().values());
        manifests("").instances().forEach(pod -> images.add(pod.image()));
        String base = firstGroup("(?m)^FROM (\\S+)$", text("deploy/Dockerfile"));

        assertThat(images).containsExactly("apache/kafka:" + kafka, "ledger:" + project);
        assertThat(DeploymentRules.unpinned(images)).isEmpty();
        assertThat(DeploymentRules.unpinned(List.of(base))).isEmpty();
        assertThat(kafka).isEqualTo(AppInfoParser.getVersion());
        assertThat(base).startsWith("eclipse-temurin:" + firstGroup("<java.version>([^<]+)<", text("pom.xml")) + ".");
    }

    @Test
    void theImageRunsTheJarAsTheLauncherDoes() throws IOException {
        String flags = firstGroup("(?s)SERVER_FLAGS=\\((.*?)\\)", text("ledger"));
        String image = text("deploy/Dockerfile");
        List<String> inImage = Pattern.compile("\"(-[^\"]+)\"")
                .matcher(image)
                .results()
                .map((MatchResult flag) -> flag.group(1))
                .toList();

        assertThat(Stream.of(flags.strip().split("\\s+")).filter(flag -> !flag.startsWith("-Xm")))
                .hasSizeGreaterThan(3)
                .allSatisfy(flag -> assertThat(inImage).contains(flag));
        assertThat(text("deploy/Dockerfile.dockerignore"))
                .contains(Pattern.compile("(?m)^COPY (\\S+)")
                        .matcher(image)
                        .results()
                        .map((MatchResult copied) -> "!" + copied.group(1))
                        .toList());
        assertThat(manifests("").instances().getFirst().kept())
                .containsExactly(firstGroup("(?m)^VOLUME (\\S+)$", image));
    }

    @Test
    void noSecretIsInAnyFile() throws IOException {
        List<String> faults = new ArrayList<>();
        try (Stream<Path> files = Files.walk(DEPLOY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                faults.addAll(DeploymentRules.secretsInClear(Files.readString(file)));
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void aWrongInstanceIsFound() throws IOException {
        assertThat(faults(compose("LEDGER_SHARDS:", "LEDGER_SHARD:")))
                .hasSize(3)
                .allMatch(f -> f.contains("LEDGER_SHARD"));
        assertThat(faults(compose("LEDGER_SHARDS: \"12\"", "LEDGER_SHARDS: many")))
                .hasSize(3);
        assertThat(faults(compose("LEDGER_HTTP_ADVERTISED: ledger-2:7070", "LEDGER_HTTP_ADVERTISED: ledger-1:7070")))
                .containsExactly("ledger-2: it advertises ledger-1:7070");
        assertThat(faults(compose("LEDGER_INSTANCE_ID: ledger-3", "LEDGER_INSTANCE_ID: ledger-1")))
                .containsExactly("ledger-3: its id is ledger-1");
        assertThat(faults(compose("127.0.0.1:7073:7070", "7073:7070")))
                .containsExactly("ledger-3: others may reach it without a token");
        assertThat(faults(compose("GET /health/ready", "GET /healthz"))).hasSize(3);
        assertThat(faults(compose("GET /health/ready", "GET /metrics"))).hasSize(3);
        assertThat(faults(compose("tcp/127.0.0.1/7070", "tcp/127.0.0.1/8080"))).hasSize(3);
        assertThat(faults(compose("LEDGER_DATA: /var/lib/ledger", "LEDGER_DATA: /tmp")))
                .hasSize(3);
        assertThat(faults(compose("LEDGER_REPLY_PARTITIONS: \"12\"", "LEDGER_REPLY_PARTITIONS: \"2\"")))
                .containsExactly("there are fewer reply partitions than instances");
        assertThat(faults(compose("LEDGER_MIN_INSYNC_REPLICAS: \"2\"", "LEDGER_MIN_INSYNC_REPLICAS: \"3\"")))
                .containsExactly("replication 3 with 3 in sync does not survive the loss of one broker");
    }

    @Test
    void aWrongBrokerIsFound() throws IOException {
        assertThat(brokerFaults("KAFKA_LOG_DIRS", "KAFKA_LOGDIRS")).hasSize(3);
        assertThat(brokerFaults("CONTROLLER:PLAINTEXT,", "")).hasSize(4);
        assertThat(brokerFaults("KAFKA_MIN_INSYNC_REPLICAS: \"2\"", "KAFKA_MIN_INSYNC_REPLICAS: \"1\""))
                .hasSize(3);
        assertThat(brokerFaults("KAFKA_NODE_ID: \"3\"", "KAFKA_NODE_ID: \"2\"")).hasSize(1);
    }

    @Test
    void wrongManifestsAreFound() throws IOException {
        assertThat(manifests("services.yaml", "clusterIP: None", "type: ClusterIP")
                        .faults())
                .containsExactly(
                        "no headless Service of the name that the StatefulSet gives, for pods that are not ready too");
        assertThat(manifests("services.yaml", "targetPort: http", "targetPort: web")
                        .faults())
                .hasSize(2);
        assertThat(manifests("poddisruptionbudget.yaml", "    app.kubernetes.io/name: ledger\n", "    app: other\n")
                        .faults())
                .containsExactly("PodDisruptionBudget does not select the pods");
        assertThat(manifests("poddisruptionbudget.yaml", "maxUnavailable: 1", "maxUnavailable: 3")
                        .faults())
                .hasSize(1);
        assertThat(manifests("statefulset.yaml", "enableServiceLinks: false", "enableServiceLinks: true")
                        .faults())
                .containsExactly("enableServiceLinks must be false");
        assertThat(manifests("statefulset.yaml", "livenessProbe:", "livelyProbe:")
                        .faults())
                .containsExactly("has no livenessProbe");
        assertThat(manifests("statefulset.yaml", "runAsNonRoot: true", "runAsNonRoot: false")
                        .faults())
                .containsExactly("runs as root");
    }

    @Test
    void wrongPodsAreFound() throws IOException {
        assertThat(faults(manifests("statefulset.yaml", "path: /health/ready", "path: /ready")))
                .hasSize(3);
        assertThat(faults(manifests("statefulset.yaml", "containerPort: 7070", "containerPort: 8080")))
                .isNotEmpty();
        assertThat(faults(manifests("statefulset.yaml", "        name: state\n", "        name: other\n")))
                .hasSize(3)
                .allMatch(fault -> fault.endsWith("are lost with the container"));
        assertThat(faults(manifests("statefulset.yaml", "          secret:\n", "          emptyDir:\n")))
                .hasSize(3)
                .allMatch(fault -> fault.endsWith("client.properties does not come from a secret"));
        assertThat(faults(manifests("statefulset.yaml", "ledger-peers:7070", "peers:7070")))
                .hasSize(3);
        assertThat(faults(manifests("ledger.properties", "ledger.shards", "ledger.shard")))
                .hasSize(3);
        assertThat(faults(manifests("ledger.properties", "ledger.auth", "# ledger.auth")))
                .hasSize(3);
    }

    @Test
    void wrongImagesAndSecretsAreFound() {
        assertThat(DeploymentRules.unpinned(
                        List.of("a/b", "a:latest", "a:25", "registry:5000/a", "a:1.2", "a/b:1.2.3-x")))
                .containsExactly(
                        "a/b: not pinned to a release",
                        "a:latest: not pinned to a release",
                        "a:25: not pinned to a release",
                        "registry:5000/a: not pinned to a release");
        assertThat(DeploymentRules.secretsInClear(
                        "A_SECRET: hunter2\n- name: A_TOKEN\n  value: x\nssl.key.password = y"))
                .hasSize(3);
        assertThat(DeploymentRules.secretsInClear("sasl.jaas.config=a required password=\"b\";"))
                .hasSize(1);
        assertThat(DeploymentRules.secretsInClear("apiVersion: v1\nkind: Secret\n"))
                .hasSize(1);
        assertThat(DeploymentRules.secretsInClear("-----BEGIN PRIVATE KEY-----"))
                .hasSize(1);
        assertThat(DeploymentRules.secretsInClear(
                        "A_SECRET: ${A_SECRET:?give one}\nsecret:\n  secretName: a\n- name: A_TOKEN\n  valueFrom: b"))
                .isEmpty();
    }

    private List<String> faults(Compose compose) throws IOException {
        return DeploymentRules.faults(compose.instances(), openPaths(), clientFile);
    }

    private List<String> faults(Kubernetes manifests) throws IOException {
        return DeploymentRules.faults(manifests.instances(), openPaths(), clientFile);
    }

    private static List<String> brokerFaults(String right, String wrong) throws IOException {
        return DeploymentRules.brokerFaults(compose(right, wrong).brokers(), 3, 2);
    }

    /** Paths that the description of the API, which another test compares with the code, asks no token for. */
    private static Set<String> openPaths() throws IOException {
        Set<String> open = new TreeSet<>();
        JsonNode api =
                Yaml.documents(text("api/src/main/resources/openapi.yaml")).getFirst();
        api.path("paths").properties().forEach(path -> {
            JsonNode security = path.getValue().at("/get/security");
            if (security.isArray() && security.isEmpty()) {
                open.add(path.getKey());
            }
        });
        assertThat(open).hasSizeBetween(2, 10);
        return open;
    }

    private static Compose compose() throws IOException {
        return new Compose(text("deploy/compose.yaml"));
    }

    private static Compose compose(String right, String wrong) throws IOException {
        return new Compose(replaced(text("deploy/compose.yaml"), right, wrong));
    }

    private Kubernetes manifests(String changed) throws IOException {
        return manifests(changed, "", "");
    }

    /** The manifests that the kustomization lists, with a mistake in one of them. */
    private Kubernetes manifests(String changed, String right, String wrong) throws IOException {
        Path configFiles = Files.createTempDirectory(temporary, "config");
        JsonNode list = Yaml.documents(Files.readString(KUBERNETES.resolve("kustomization.yaml")))
                .getFirst();
        for (JsonNode file : list.at("/configMapGenerator/0/files")) {
            Files.writeString(configFiles.resolve(file.asText()), read(file.asText(), changed, right, wrong));
        }
        List<JsonNode> documents = new ArrayList<>();
        for (JsonNode file : list.path("resources")) {
            documents.addAll(Yaml.documents(read(file.asText(), changed, right, wrong)));
        }
        return new Kubernetes(documents, configFiles);
    }

    /** The manifests with those of {@code tls/} over them, and a mistake in the latter. */
    private Kubernetes withTls(String right, String wrong) throws IOException {
        Kubernetes base = manifests("");
        String files = "";
        for (String file : List.of("kustomization.yaml", "certificate.yaml", "statefulset-patch.yaml")) {
            files += "---\n" + Files.readString(KUBERNETES.resolve("tls").resolve(file));
        }
        List<JsonNode> over = Yaml.documents(replaced(files, right, wrong));
        assertThat(over.getFirst().at("/resources"))
                .extracting(JsonNode::asText)
                .containsExactly("..", "certificate.yaml");
        assertThat(over.getFirst().at("/patches/0/path").asText()).isEqualTo("statefulset-patch.yaml");
        return base.patched(over.get(2), List.of(over.get(1)));
    }

    private static String read(String file, String changed, String right, String wrong) throws IOException {
        String text = Files.readString(KUBERNETES.resolve(file));
        return file.equals(changed) ? replaced(text, right, wrong) : text;
    }

    private static String replaced(String text, String right, String wrong) {
        assertThat(text).contains(right);
        return text.replace(right, wrong);
    }

    private static String text(String file) throws IOException {
        return Files.readString(Repository.ROOT.resolve(file));
    }

    private static String firstGroup(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + pattern))
                .group(1);
    }
}
