package ledger.api.http;

import static ledger.api.http.Permission.PUBLIC;

import java.util.LinkedHashMap;
import java.util.Map;
import ledger.api.auth.Scope;
import ledger.api.http.Permission.Reach;

/** What is needed for every address: the one place for it. An address that is not here cannot be added to the API. */
final class Permissions {
    private static final Map<String, Permission> ALL = all();

    private Permissions() {}

    private static Map<String, Permission> all() {
        Map<String, Permission> all = new LinkedHashMap<>();
        Permission command = new Permission(Scope.WRITE, Reach.COMMAND);
        // Looked at before the body is read, whose checks may tell what the account is kept in.
        Permission toAccount = new Permission(Scope.WRITE, Reach.ACCOUNT_IN_PATH);
        all.put("POST /v1/accounts", command);
        all.put("PATCH /v1/accounts/{id}", toAccount);
        all.put("POST /v1/accounts/{id}/freeze", toAccount);
        all.put("POST /v1/accounts/{id}/unfreeze", toAccount);
        all.put("POST /v1/accounts/{id}/close", toAccount);
        all.put("POST /v1/accounts/{id}/deposits", toAccount);
        all.put("POST /v1/accounts/{id}/withdrawals", toAccount);
        all.put("POST /v1/transactions", command);
        all.put("POST /v1/transactions/{id}/capture", command);
        all.put("POST /v1/transactions/{id}/void", command);
        all.put("POST /v1/transactions/{id}/reverse", command);
        all.put("POST /v1/batches", command);

        Permission account = new Permission(Scope.READ, Reach.ACCOUNT_IN_PATH);
        all.put("GET /v1/accounts/{id}", account);
        all.put("GET /v1/accounts/{id}/balance", account);
        all.put("GET /v1/accounts/{id}/statement", account);
        all.put("GET /v1/accounts/{id}/activity", account);
        all.put("GET /v1/accounts", new Permission(Scope.READ, Reach.PREFIX_PARAMETER));
        all.put("GET /v1/rollups", new Permission(Scope.READ, Reach.PREFIX_PARAMETER));
        all.put("GET /v1/events", new Permission(Scope.READ, Reach.ACCOUNT_PARAMETER));
        all.put("GET /v1/transactions/{id}", new Permission(Scope.READ, Reach.ANSWER));
        all.put("GET /v1/commands/{key}", new Permission(Scope.READ, Reach.ANSWER));
        Permission wholeLedger = new Permission(Scope.READ, Reach.UNCONFINED);
        all.put("GET /v1/trial-balance", wholeLedger);
        all.put("GET /v1/projections", wholeLedger);
        all.put("GET /v1/projections/{name}", wholeLedger);

        Permission operator = new Permission(Scope.ADMIN, Reach.UNCONFINED);
        all.put("POST /v1/projections/{name}/rebuild", operator);
        all.put("DELETE /v1/projections/{name}/rebuild", operator);
        all.put("GET /metrics", operator);

        all.put("GET /health/live", PUBLIC);
        all.put("GET /health/ready", PUBLIC);
        all.put("GET /openapi.yaml", PUBLIC);
        all.put("GET /", PUBLIC);
        return Map.copyOf(all);
    }

    /** @throws IllegalArgumentException if nobody has said what it needs */
    static Permission of(String operation) {
        Permission permission = ALL.get(operation);
        if (permission == null) {
            throw new IllegalArgumentException(
                    operation + " cannot be served: say in " + Permissions.class.getName() + " what it needs");
        }
        return permission;
    }

    /** What the embedded registry needs: questions are for everybody who may read, although some of them are POSTs. */
    static Permission ofRegistry(String method, String path) {
        boolean asks = method.equals("GET")
                || method.equals("HEAD")
                || (method.equals("POST") && path.matches("/registry/(subjects/[^/]*|compatibility/.*)"));
        return asks ? new Permission(Scope.READ, Reach.EVERYBODY) : new Permission(Scope.ADMIN, Reach.UNCONFINED);
    }
}
