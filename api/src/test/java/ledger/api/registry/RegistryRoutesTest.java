package ledger.api.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryRoutesTest {
    private static final String TEXT = "{\"schema\":\"\\\"string\\\"\"}";
    private static final String INT = "{\"schema\":\"\\\"int\\\"\",\"schemaType\":\"AVRO\",\"references\":[]}";

    private final RegistryServer server = new RegistryServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSchemaIsRegisteredAndFoundByEveryPath() {
        answers("POST", "/subjects/s/versions?normalize=true", INT, "200 {'id':1}");
        answers("POST", "/subjects/s/versions", INT, "200 {'id':1}");
        answers("POST", "/subjects/s", INT, "200 {'subject':'s','version':1,'id':1,'schema':'\\'int\\''}");
        answers("GET", "/subjects", null, "200 ['s']");
        answers("GET", "/subjects?subjectPrefix=t", null, "200 []");
        answers("GET", "/subjects/s/versions", null, "200 [1]");
        answers("GET", "/subjects/s/versions/1", null, "200 {'subject':'s','version':1,'id':1,'schema':'\\'int\\''}");
        answers(
                "GET",
                "/subjects/s/versions/latest",
                null,
                "200 {'subject':'s','version':1,'id':1,'schema':'\\'int\\''}");
        answers("GET", "/subjects/s/versions/1/schema", null, "200 'int'");
        answers("GET", "/subjects/s/versions/1/referencedby", null, "200 []");
        answers("GET", "/schemas/ids/1", null, "200 {'schema':'\\'int\\''}");
        answers("GET", "/schemas/ids/1/schema", null, "200 'int'");
        answers("GET", "/schemas/ids/1/subjects", null, "200 ['s']");
        answers("GET", "/schemas/ids/1/versions", null, "200 [{'subject':'s','version':1}]");
        answers("GET", "/schemas/types", null, "200 ['AVRO']");
    }

    @Test
    void whatIsNotThereHasConfluentsCodes() {
        code("GET", "/subjects/s/versions", null, 404, 40401);
        code("POST", "/subjects/s", INT, 404, 40401);
        code("GET", "/schemas/ids/7", null, 404, 40403);
        code("GET", "/schemas/ids/x", null, 404, 404);
        server.ask("POST", "/subjects/s/versions", INT);
        code("POST", "/subjects/s", TEXT, 404, 40403);
        code("GET", "/subjects/s/versions/2", null, 404, 40402);
        code("GET", "/subjects/s/versions/zero", null, 422, 42202);
        code("GET", "/subjects/s/versions/0", null, 422, 42202);
    }

    @Test
    void badBodiesAreRefused() {
        code("POST", "/subjects/s/versions", "{", 400, 400);
        code("POST", "/subjects/s/versions", "[]", 400, 400);
        code("POST", "/subjects/s/versions", "{}", 422, 42201);
        code("POST", "/subjects/s/versions", "{\"schema\":\"nonsense\"}", 422, 42201);
        answers(
                "POST",
                "/subjects/s/versions",
                "{\"schema\":\"{]\"}",
                "422 {'error_code':42201,'message':'Invalid schema: it is not valid JSON at line 1, column 2'}");
        answers(
                "POST",
                "/subjects/s/versions",
                "{]",
                "400 {'error_code':400,'message':'The body is not valid JSON at line 1, column 2'}");
        code("POST", "/subjects/s/versions", "{\"schema\":\"x\",\"schemaType\":\"PROTOBUF\"}", 422, 42201);
        code("POST", "/subjects/s/versions", "{\"schema\":\"x\",\"references\":[{\"name\":\"a\"}]}", 422, 42201);
        code("POST", "/subjects/s/versions", "{\"schema\":\"\\\"int\\\"\",\"id\":9}", 422, 42205);
        assertThat(server.ask("POST", "/subjects/s/versions", "{\"schema\":\"x\",\"references\":[{}]}"))
                .contains("references are not supported");
        assertThat(server.send("POST", "/subjects/s/versions", INT, "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
        answers("GET", "/subjects", null, "200 []");
    }

    @Test
    void theContentTypeIsTheRegistrysUnlessPlainJsonIsAskedFor() {
        assertThat(server.send("GET", "/subjects", null, "Accept", "*/*")
                        .headers()
                        .firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/vnd.schemaregistry.v1+json"));
        assertThat(server.send("GET", "/subjects", null, "Accept", "application/json")
                        .headers()
                        .firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(server.send("POST", "/subjects/s/versions", INT, "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.send(
                                "POST",
                                "/subjects/s/versions",
                                INT,
                                "Content-Type",
                                "application/vnd.schemaregistry.v1+json; charset=utf-8")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void compatibilityIsCheckedOnRegistrationAndOnDemand() {
        server.ask("POST", "/subjects/s/versions", INT);

        code("POST", "/subjects/s/versions", TEXT, 409, 409);
        answers("POST", "/compatibility/subjects/s/versions/latest", TEXT, "200 {'is_compatible':false}");
        answers("POST", "/compatibility/subjects/s/versions/1", INT, "200 {'is_compatible':true}");
        answers("POST", "/compatibility/subjects/s/versions", TEXT, "200 {'is_compatible':false}");
        answers("POST", "/compatibility/subjects/new/versions", TEXT, "200 {'is_compatible':true}");
        assertThat(server.ask("POST", "/compatibility/subjects/s/versions/1?verbose=true", TEXT))
                .startsWith("200 {\"is_compatible\":false,\"messages\":[\"TYPE_MISMATCH");
        answers("POST", "/compatibility/subjects/new/versions/latest", TEXT, "200 {'is_compatible':true}");
        code("POST", "/compatibility/subjects/new/versions/1", TEXT, 404, 40402);
        code("POST", "/compatibility/subjects/s/versions/5", TEXT, 404, 40402);
    }

    @Test
    void levelsAreSetForAllAndForSubjects() {
        answers("GET", "/config", null, "200 {'compatibilityLevel':'BACKWARD'}");
        answers("PUT", "/config", "{\"compatibility\":\"full\"}", "200 {'compatibility':'FULL'}");
        code("GET", "/config/s", null, 404, 40408);
        code("DELETE", "/config/s", null, 404, 40401);
        answers("GET", "/config/s?defaultToGlobal=true", null, "200 {'compatibilityLevel':'FULL'}");
        answers("PUT", "/config/s", "{\"compatibility\":\"NONE\"}", "200 {'compatibility':'NONE'}");
        answers("GET", "/config/s", null, "200 {'compatibilityLevel':'NONE'}");
        answers("DELETE", "/config/s", null, "200 {'compatibilityLevel':'NONE'}");
        answers("DELETE", "/config", null, "200 {'compatibilityLevel':'FULL'}");
        answers("GET", "/config", null, "200 {'compatibilityLevel':'BACKWARD'}");
        code("PUT", "/config", "{\"compatibility\":\"SIDEWAYS\"}", 422, 42203);
        code("PUT", "/config", "{}", 422, 42203);
    }

    @Test
    void deletionIsSoftThenPermanent() {
        server.ask("POST", "/subjects/s/versions", INT);

        code("DELETE", "/subjects/s/versions/1?permanent=true", null, 404, 40407);
        answers("DELETE", "/subjects/s/versions/1", null, "200 1");
        code("DELETE", "/subjects/s/versions/1", null, 404, 40406);
        answers("GET", "/subjects?deleted=true", null, "200 ['s']");
        answers("GET", "/subjects/s/versions?deleted=true", null, "200 [1]");
        answers("GET", "/schemas/ids/1", null, "200 {'schema':'\\'int\\''}");
        answers("GET", "/schemas/ids/1/subjects", null, "200 []");
        answers("GET", "/schemas/ids/1/subjects?deleted=true", null, "200 ['s']");
        code("DELETE", "/subjects/s", null, 404, 40404);
        answers("DELETE", "/subjects/s?permanent=true", null, "200 [1]");

        server.ask("POST", "/subjects/t/versions", INT);
        code("DELETE", "/subjects/t?permanent=true", null, 404, 40405);
        answers("DELETE", "/subjects/t", null, "200 [1]");
    }

    @Test
    void modeAndMetadataAreFixed() {
        answers("GET", "/", null, "200 {}");
        answers("GET", "/mode", null, "200 {'mode':'READWRITE'}");
        code("GET", "/mode/s", null, 404, 40409);
        answers("GET", "/mode/s?defaultToGlobal=true", null, "200 {'mode':'READWRITE'}");
        answers("PUT", "/mode", "{\"mode\":\"READWRITE\"}", "200 {'mode':'READWRITE'}");
        code("PUT", "/mode/s", "{\"mode\":\"IMPORT\"}", 422, 42204);
        answers(
                "GET",
                "/v1/metadata/id",
                null,
                "200 {'scope':{'path':[],'clusters':{'kafka-cluster':'cluster-1','schema-registry-cluster':"
                        + "'schema-registry'}},'id':''}");
    }

    /** Expects an answer, with ' for " (and \' for \"). */
    private void answers(String method, String path, @Nullable String body, String expected) {
        assertThat(server.ask(method, path, body)).as("%s %s", method, path).isEqualTo(expected.replace('\'', '"'));
    }

    private void code(String method, String path, @Nullable String body, int status, int errorCode) {
        assertThat(server.ask(method, path, body))
                .as("%s %s", method, path)
                .startsWith(status + " {\"error_code\":" + errorCode + ",\"message\":\"");
    }
}
