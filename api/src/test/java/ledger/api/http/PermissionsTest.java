package ledger.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ledger.api.auth.Scope;
import ledger.api.http.Permission.Reach;
import org.junit.jupiter.api.Test;

class PermissionsTest {
    @Test
    void anAddressOfWhichNobodyHasSaidWhatItNeedsIsNotServed() {
        Endpoints endpoints = new Endpoints();
        assertThatThrownBy(() -> endpoints.get("/v1/secrets", _ -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("GET /v1/secrets cannot be served: say in ledger.api.http.Permissions what it needs");
        // Of another method it is another operation.
        assertThatThrownBy(() -> endpoints.delete("/v1/accounts", _ -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(endpoints.list()).isEmpty();
    }

    @Test
    void theRegistryIsReadByReadersAndChangedByAdministrators() {
        Permission reading = new Permission(Scope.READ, Reach.EVERYBODY);
        assertThat(Permissions.ofRegistry("GET", "/registry/subjects")).isEqualTo(reading);
        assertThat(Permissions.ofRegistry("POST", "/registry/subjects/x-value")).isEqualTo(reading);
        assertThat(Permissions.ofRegistry("POST", "/registry/compatibility/subjects/x/versions"))
                .isEqualTo(reading);
        Permission changing = new Permission(Scope.ADMIN, Reach.UNCONFINED);
        assertThat(Permissions.ofRegistry("POST", "/registry/subjects/x-value/versions"))
                .isEqualTo(changing);
        assertThat(Permissions.ofRegistry("DELETE", "/registry/subjects/x-value"))
                .isEqualTo(changing);
        assertThat(Permissions.ofRegistry("PUT", "/registry/config")).isEqualTo(changing);
        assertThat(Permissions.ofRegistry("POST", "/registry/mode")).isEqualTo(changing);
    }
}
