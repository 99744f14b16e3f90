package ledger.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.apicurio.registry.resolver.client.RegistryArtifactReference;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryVersionCoordinates;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Apicurio's serde asks of a registry, asked of ours over HTTP by Confluent's REST API: Apicurio's own client speaks
 * Apicurio's API alone. A subject is what its strategy calls the artifact, and both kinds of its ids are the schema's id.
 */
final class ApicurioClient implements RegistryClientFacade {
    private final Api api;

    ApicurioClient(Api api) {
        this.api = api;
    }

    @Override
    public String getSchemaByContentId(Long id) {
        return api.get("/registry/schemas/ids/" + id)
                .expect(200)
                .json()
                .path("schema")
                .textValue();
    }

    @Override
    public String getSchemaByGlobalId(long id, boolean dereferenced) {
        return getSchemaByContentId(id);
    }

    @Override
    public RegistryVersionCoordinates createSchema(
            String type,
            String group,
            String artifact,
            @Nullable String version,
            String ifExists,
            boolean canonical,
            String content,
            Set<RegistryArtifactReference> references) {
        api.post("/registry/subjects/" + artifact + "/versions", body(content)).expect(200);
        return coordinates(group, artifact, content);
    }

    @Override
    public List<RegistryVersionCoordinates> searchVersionsByContent(
            String content, String type, ArtifactReference artifact, boolean canonical) {
        return List.of(coordinates(artifact.getGroupId(), artifact.getArtifactId(), content));
    }

    private RegistryVersionCoordinates coordinates(String group, String artifact, String content) {
        JsonNode found = api.post("/registry/subjects/" + artifact, body(content))
                .expect(200)
                .json();
        long id = found.path("id").longValue();
        return RegistryVersionCoordinates.create(
                id, id, group, artifact, found.path("version").asText());
    }

    private static String body(String schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema).toString();
    }

    /** Our schemas refer to no others. */
    @Override
    public List<RegistryArtifactReference> getReferencesByContentId(long id) {
        return List.of();
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByGlobalId(long id) {
        return List.of();
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByGAV(String group, String artifact, String version) {
        return List.of();
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByContentHash(String hash) {
        return List.of();
    }

    @Override
    public String getSchemaByGAV(String group, String artifact, String version) {
        throw new UnsupportedOperationException("a record names its schema by id");
    }

    @Override
    public String getSchemaByContentHash(String hash) {
        throw new UnsupportedOperationException("a record names its schema by id");
    }

    @Override
    public RegistryVersionCoordinates getVersionCoordinatesByGAV(String group, String artifact, String version) {
        throw new UnsupportedOperationException("a writer brings its schema");
    }

    @Override
    public Object getClient() {
        return api;
    }
}
