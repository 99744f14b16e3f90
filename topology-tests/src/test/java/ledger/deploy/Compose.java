package ledger.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A compose file: the brokers and the instances of the ledger in it. */
final class Compose {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::-([^}]*)|:\\?[^}]*)?}");
    private static final Pattern HEALTH =
            Pattern.compile("/dev/tcp/127\\.0\\.0\\.1/(?<port>\\d+) .*'GET (?<path>\\S+) HTTP/1\\.0");
    private static final String STAND_IN = "stand-in-for-what-the-user-gives";

    private final JsonNode services;
    private final JsonNode volumes;

    Compose(String text) {
        JsonNode file = Yaml.documents(text).getFirst();
        services = file.path("services");
        volumes = file.path("volumes");
    }

    /** The image of each service. */
    Map<String, String> images() {
        Map<String, String> images = new TreeMap<>();
        services.properties()
                .forEach(service -> images.put(
                        service.getKey(), service.getValue().path("image").asText()));
        return images;
    }

    /** The server's properties of each broker, as the image makes them from the environment. */
    Map<String, Properties> brokers() {
        Map<String, Properties> brokers = new TreeMap<>();
        services.properties().forEach(service -> {
            if (isBroker(service.getValue())) {
                Properties properties = new Properties();
                environment(service.getValue()).forEach((name, value) -> {
                    if (name.startsWith("KAFKA_") && !name.endsWith("_OPTS")) {
                        properties.put(
                                name.substring("KAFKA_".length())
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', '.'),
                                value);
                    }
                });
                brokers.put(service.getKey(), properties);
            }
        });
        return brokers;
    }

    /** The directory of each broker that outlives it. */
    Map<String, List<String>> brokersKept() {
        Map<String, List<String>> kept = new TreeMap<>();
        services.properties().forEach(service -> {
            if (isBroker(service.getValue())) {
                kept.put(service.getKey(), kept(service.getValue()));
            }
        });
        return kept;
    }

    List<Instance> instances() {
        List<Instance> instances = new ArrayList<>();
        services.properties().forEach(service -> {
            if (!isBroker(service.getValue())) {
                instances.add(instance(service.getKey(), service.getValue()));
            }
        });
        return instances;
    }

    private Instance instance(String name, JsonNode service) {
        List<String> published = new ArrayList<>();
        service.path("ports").forEach(port -> published.add(port.asText()));
        return new Instance(
                name,
                name,
                service.path("image").asText(),
                environment(service),
                Optional.empty(),
                kept(service),
                List.of(),
                published.isEmpty() ? 0 : Integer.parseInt(published.getFirst().replaceFirst(".*:", "")),
                probes(service),
                published.stream().allMatch(port -> port.startsWith("127.0.0.1:")));
    }

    private static boolean isBroker(JsonNode service) {
        return service.path("image").asText().startsWith("apache/kafka");
    }

    private static Map<String, String> environment(JsonNode service) {
        Map<String, String> environment = new TreeMap<>();
        service.path("environment")
                .properties()
                .forEach(variable -> environment.put(
                        variable.getKey(), substituted(variable.getValue().asText())));
        return environment;
    }

    private static String substituted(String value) {
        return VARIABLE.matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(2) == null ? STAND_IN : found.group(2)));
    }

    /** Where volumes with a name are, which only the user deletes. */
    private List<String> kept(JsonNode service) {
        List<String> kept = new ArrayList<>();
        service.path("volumes").forEach(volume -> {
            String[] parts = volume.asText().split(":", -1);
            if (parts.length > 1 && volumes.has(parts[0])) {
                kept.add(parts[1]);
            }
        });
        return kept;
    }

    private static List<Instance.Probe> probes(JsonNode service) {
        List<Instance.Probe> probes = new ArrayList<>();
        for (JsonNode word : service.path("healthcheck").path("test")) {
            Matcher matcher = HEALTH.matcher(word.asText());
            if (matcher.find()) {
                probes.add(new Instance.Probe(matcher.group("path"), Integer.parseInt(matcher.group("port")), false));
            }
        }
        return probes;
    }
}
