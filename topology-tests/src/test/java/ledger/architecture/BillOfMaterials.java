package ledger.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the application is delivered with, from the bill of materials (CycloneDX 1.6) that the build makes of it. */
final class BillOfMaterials {
    /**
     * Licences that may be delivered with a program under Apache-2.0 as unchanged libraries, by their SPDX ids. Of several,
     * the one that suits is chosen.
     */
    private static final Set<String> ALLOWED = Set.of(
            "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-1.0", "EPL-2.0", "MIT", "MIT-0", "UPL-1.0");

    /** Libraries whose licence somebody of us has read, because they call it by a name that says less than its text. */
    private static final Map<String, String> READ = Map.of(
            "com.google.re2j:re2j", "BSD-3-Clause",
            "org.jline:jline-native", "BSD-3-Clause",
            "org.jline:jline-terminal", "BSD-3-Clause");

    private final JsonNode bom;

    BillOfMaterials(JsonNode bom) {
        this.bom = bom;
    }

    /** The libraries as the files of {@code target/lib} are named, without ours. */
    List<String> files() {
        List<String> files = new ArrayList<>();
        for (JsonNode component : libraries()) {
            files.add(component.path("name").asText() + "-"
                    + component.path("version").asText() + ".jar");
        }
        return files;
    }

    /** Libraries without any allowed licence, with those that they have. */
    List<String> refused() {
        List<String> refused = new ArrayList<>();
        for (JsonNode component : libraries()) {
            Set<String> licences = licences(component);
            if (licences.stream().noneMatch(ALLOWED::contains)) {
                refused.add(component.path("purl").asText() + " " + licences);
            }
        }
        return refused;
    }

    private static Set<String> licences(JsonNode component) {
        Set<String> licences = new TreeSet<>();
        String read = READ.get(
                component.path("group").asText() + ":" + component.path("name").asText());
        if (read != null) {
            licences.add(read);
        }
        for (JsonNode choice : component.path("licenses")) {
            if (choice.has("expression")) {
                // "A OR B": either will do. Anything else stands as a whole, and must be looked at by somebody.
                licences.addAll(List.of(choice.path("expression").asText().split(" OR ")));
            } else {
                JsonNode licence = choice.path("license");
                licences.add(licence.path(licence.has("id") ? "id" : "name").asText());
            }
        }
        return licences;
    }

    private List<JsonNode> libraries() {
        List<JsonNode> libraries = new ArrayList<>();
        for (JsonNode component : bom.path("components")) {
            if (!component.path("group").asText().equals("ledger")) {
                libraries.add(component);
            }
        }
        return libraries;
    }
}
