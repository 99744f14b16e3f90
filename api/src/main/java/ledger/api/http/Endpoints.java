package ledger.api.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ledger.api.cluster.PeerProtocol;

/** The addresses of the API and what they do. */
public final class Endpoints {
    private static final String OF_ACCOUNTS = "/v1/accounts/{id}";
    private static final String FEED = "/v1/events";

    private final Map<String, Map<HandlerType, Handler>> byPath = new LinkedHashMap<>();

    /** Answers a GET. */
    public Endpoints get(String path, Handler handler) {
        return add(HandlerType.GET, path, handler);
    }

    /** Answers a POST. */
    public Endpoints post(String path, Handler handler) {
        return add(HandlerType.POST, path, handler);
    }

    /** Answers a PATCH. */
    public Endpoints patch(String path, Handler handler) {
        return add(HandlerType.PATCH, path, handler);
    }

    /** Answers a DELETE. */
    public Endpoints delete(String path, Handler handler) {
        return add(HandlerType.DELETE, path, handler);
    }

    /** @throws IllegalArgumentException if nobody has said in {@link Permissions} what it needs */
    private Endpoints add(HandlerType method, String path, Handler handler) {
        var _ = Permissions.of(method + " " + path);
        Handler before =
                byPath.computeIfAbsent(path, _ -> new LinkedHashMap<>()).putIfAbsent(method, handler);
        if (before != null) {
            throw new IllegalArgumentException(method + " " + path + " is answered twice");
        }
        return this;
    }

    /** All of them as {@code METHOD /path}. */
    public List<String> list() {
        List<String> all = new ArrayList<>();
        byPath.forEach((path, handlers) -> handlers.keySet().forEach(method -> all.add(method + " " + path)));
        return List.copyOf(all);
    }

    /**
     * Every address stands behind the guard. Reads of accounts go to the instance that has the account, and come from
     * others at addresses of their own, where whoever has sent them on has looked who asks.
     */
    void register(RoutesConfig routes, Routing routing, Guard guard) {
        byPath.forEach((path, handlers) -> handlers.forEach((method, handler) -> {
            Permission permission = Permissions.of(method + " " + path);
            Handler answer = handler;
            if (method.equals(HandlerType.GET) && path.startsWith(OF_ACCOUNTS)) {
                answer = routing.routed(handler);
                routes.addHttpHandler(method, PeerProtocol.PREFIX + path, routing.forwarded(handler));
            }
            routes.addHttpHandler(method, path, guard.guarded(permission, answer));
            if (method.equals(HandlerType.GET)) {
                // As a GET would be answered, without the body, which the server leaves out. A feed has no end.
                Handler head = path.equals(FEED) ? EventStream::head : answer;
                routes.addHttpHandler(HandlerType.HEAD, path, guard.guarded(permission, head));
            }
        }));
    }
}
