package ledger.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Manifests of Kubernetes: one StatefulSet, what selects its pods, and the pods that come of it. */
final class Kubernetes {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\((\\w+)\\)");
    private static final String STAND_IN = "stand-in-for-what-is-in-the-secret";
    private static final List<String> PROBES = List.of("startupProbe", "livenessProbe", "readinessProbe");

    private final List<JsonNode> documents;
    private final Path configFiles;
    private final JsonNode set;
    private final JsonNode pod;
    private final JsonNode container;

    /** @param configFiles the directory of the files that become the ConfigMap */
    Kubernetes(List<JsonNode> documents, Path configFiles) {
        this.documents = List.copyOf(documents);
        this.configFiles = configFiles;
        set = one("StatefulSet");
        pod = set.at("/spec/template/spec");
        container = pod.at("/containers/0");
    }

    /** These with a patch of the StatefulSet, and more of them. */
    Kubernetes patched(JsonNode patch, List<JsonNode> more) {
        List<JsonNode> all = new ArrayList<>(more);
        documents.forEach(document -> all.add(document.deepCopy()));
        Kubernetes patched = new Kubernetes(all, configFiles);
        Patch.apply(patch, patched.set);
        return patched;
    }

    private JsonNode one(String kind) {
        List<JsonNode> found = ofKind(kind);
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.size() + " of kind " + kind + " instead of one");
        }
        return found.getFirst();
    }

    private List<JsonNode> ofKind(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .toList();
    }

    /** The pods, as many as there are replicas. */
    List<Instance> instances() {
        return IntStream.range(0, set.at("/spec/replicas").asInt())
                .mapToObj(ordinal -> instance(set.at("/metadata/name").asText() + "-" + ordinal))
                .toList();
    }

    private Instance instance(String name) {
        return new Instance(
                name,
                name + "." + set.at("/spec/serviceName").asText(),
                container.path("image").asText(),
                environment(name),
                configFile(),
                mounts(volume -> volume.startsWith("claim:")),
                mounts(volume -> volume.startsWith("secret:")),
                port(container.at("/ports/0/name")),
                PROBES.stream()
                        .map(container::path)
                        .filter(JsonNode::isObject)
                        .map(probe -> new Instance.Probe(
                                probe.at("/httpGet/path").asText(),
                                port(probe.at("/httpGet/port")),
                                probe.at("/httpGet/scheme").asText("HTTP").equals("HTTPS")))
                        .toList(),
                false);
    }

    private Map<String, String> environment(String podName) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonNode variable : container.path("env")) {
            String value = variable.path("value").asText();
            if (variable.at("/valueFrom/secretKeyRef").isObject()) {
                value = STAND_IN;
            } else if (variable.at("/valueFrom/fieldRef/fieldPath").asText().equals("metadata.name")) {
                value = podName;
            }
            environment.put(
                    variable.path("name").asText(),
                    REFERENCE
                            .matcher(value)
                            .replaceAll(found ->
                                    Matcher.quoteReplacement(environment.getOrDefault(found.group(1), found.group()))));
        }
        return environment;
    }

    private Optional<Path> configFile() {
        for (int i = 0; i + 1 < container.path("args").size(); i++) {
            if (container.at("/args/" + i).asText().equals("--config")) {
                Path file = Path.of(container.at("/args/" + (i + 1)).asText());
                boolean mounted = mounts(volume -> volume.startsWith("config:")).stream()
                        .anyMatch(mount -> file.startsWith(mount));
                return Optional.of(mounted ? configFiles.resolve(file.getFileName()) : file);
            }
        }
        return Optional.empty();
    }

    private List<String> mounts(java.util.function.Predicate<String> ofVolume) {
        List<String> volumes = new ArrayList<>();
        set.at("/spec/volumeClaimTemplates")
                .forEach(claim ->
                        volumes.add("claim:" + claim.at("/metadata/name").asText()));
        pod.path("volumes").forEach(volume -> {
            String kind = volume.has("secret") ? "secret:" : volume.has("configMap") ? "config:" : "other:";
            volumes.add(kind + volume.path("name").asText());
        });
        List<String> names = volumes.stream()
                .filter(ofVolume)
                .map(volume -> volume.substring(volume.indexOf(':') + 1))
                .toList();
        List<String> paths = new ArrayList<>();
        container.path("volumeMounts").forEach(mount -> {
            if (names.contains(mount.path("name").asText())) {
                paths.add(mount.path("mountPath").asText());
            }
        });
        return paths;
    }

    /** A port by number or by the name that the container gives it; 0 where there is none. */
    private int port(JsonNode reference) {
        if (reference.isInt()) {
            return reference.asInt();
        }
        for (JsonNode port : container.path("ports")) {
            if (port.path("name").asText().equals(reference.asText())) {
                return port.path("containerPort").asInt();
            }
        }
        return 0;
    }

    /** What does not hold between the manifests, or is not safe for what they run. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        selects("StatefulSet", set.at("/spec/selector/matchLabels"), faults);
        JsonNode budget = one("PodDisruptionBudget");
        selects("PodDisruptionBudget", budget.at("/spec/selector/matchLabels"), faults);
        int mayGo = budget.at("/spec/maxUnavailable").asInt(0);
        if (mayGo < 1 || mayGo >= set.at("/spec/replicas").asInt()) {
            faults.add("PodDisruptionBudget: maxUnavailable lets nothing go, or all");
        }
        boolean peers = false;
        for (JsonNode service : ofKind("Service")) {
            String name = service.at("/metadata/name").asText();
            selects("Service " + name, service.at("/spec/selector"), faults);
            if (port(service.at("/spec/ports/0/targetPort")) == 0) {
                faults.add("Service " + name + ": no such port of the container");
            }
            boolean headless = service.at("/spec/clusterIP").asText().equals("None");
            peers |= headless
                    && name.equals(set.at("/spec/serviceName").asText())
                    && service.at("/spec/publishNotReadyAddresses").asBoolean();
        }
        require(
                peers,
                "no headless Service of the name that the StatefulSet gives, for pods that are not ready too",
                faults);
        ofKind("Certificate").forEach(certificate -> certifies(certificate, faults));
        // Kubernetes would add variables such as LEDGER_PORT for a Service named ledger, and no instance would start.
        JsonNode links = pod.path("enableServiceLinks");
        require(links.isBoolean() && !links.asBoolean(), "enableServiceLinks must be false", faults);
        require(pod.at("/securityContext/runAsNonRoot").asBoolean(), "runs as root", faults);
        JsonNode security = container.path("securityContext");
        require(security.path("readOnlyRootFilesystem").asBoolean(), "its file system can be written", faults);
        JsonNode escalation = security.path("allowPrivilegeEscalation");
        require(escalation.isBoolean() && !escalation.asBoolean(), "may get more privileges", faults);
        require(container.at("/resources/requests/memory").isTextual(), "requests no memory", faults);
        require(container.at("/resources/requests/cpu").isTextual(), "requests no CPU", faults);
        PROBES.forEach(probe -> require(container.path(probe).isObject(), "has no " + probe, faults));
        return faults;
    }

    /** A certificate names the pods as they call each other, and its Secret is there for them. */
    private void certifies(JsonNode certificate, List<String> faults) {
        List<String> secrets = new ArrayList<>();
        pod.path("volumes")
                .forEach(volume -> secrets.add(volume.at("/secret/secretName").asText()));
        require(
                secrets.contains(certificate.at("/spec/secretName").asText()),
                "no volume is of the Secret of the Certificate",
                faults);
        List<String> names = new ArrayList<>();
        certificate.at("/spec/dnsNames").forEach(name -> names.add(name.asText()));
        require(
                names.contains("*." + set.at("/spec/serviceName").asText()),
                "the Certificate does not name the pods",
                faults);
    }

    private static void require(boolean holds, String fault, List<String> faults) {
        if (!holds) {
            faults.add(fault);
        }
    }

    private void selects(String who, JsonNode selector, List<String> faults) {
        JsonNode labels = set.at("/spec/template/metadata/labels");
        boolean selects = !selector.isEmpty()
                && selector.properties().stream()
                        .allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
        require(selects, who + " does not select the pods", faults);
    }
}
