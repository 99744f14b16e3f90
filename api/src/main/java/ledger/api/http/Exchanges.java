package ledger.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import ledger.api.answers.Answer;
import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import ledger.api.requests.InvalidRequest;
import ledger.api.requests.Json;
import ledger.language.AccountId;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reading requests and writing answers. */
final class Exchanges {
    private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);
    private static final Set<String> JSON_TYPES = Set.of("application/json");
    private static final Set<String> PATCH_TYPES = Set.of("application/json", "application/merge-patch+json");

    private static final int SMALL_BYTES = 1024;
    private static final int REFUSED = 400;

    private Exchanges() {}

    /** The account that the address names. */
    static AccountId account(Context exchange) {
        String id = exchange.pathParam("id");
        if (!AccountId.isValid(id)) {
            throw InvalidRequest.parameter("id", "must be an account id: " + AccountId.FORM);
        }
        return new AccountId(id);
    }

    /** The transaction that the address names. */
    static TransactionId transaction(Context exchange) {
        String id = exchange.pathParam("id");
        if (!AccountId.isValid(id)) {
            throw InvalidRequest.parameter("id", "must be a transaction id: " + AccountId.FORM);
        }
        return new TransactionId(id);
    }

    /** The JSON object in the body. */
    static ObjectNode object(Context exchange, int maxBytes) {
        requireType(exchange, exchange.method().equals(HandlerType.PATCH) ? PATCH_TYPES : JSON_TYPES);
        return Json.object(body(exchange, maxBytes));
    }

    /** The JSON object in the body, empty where there is no body. */
    static ObjectNode optionalObject(Context exchange, int maxBytes) {
        byte[] body = body(exchange, maxBytes);
        if (body.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        requireType(exchange, JSON_TYPES);
        return Json.object(body);
    }

    /** Refuses a body that is not a JSON object without fields; there need be none. */
    static void requireNoFields(Context exchange, int maxBytes) {
        Json.requireNoFields(optionalObject(exchange, maxBytes));
    }

    /** The whole body. */
    static byte[] body(Context exchange, int maxBytes) {
        byte[] body = exchange.req().getContentLengthLong() > maxBytes ? null : BodyMemory.read(exchange, maxBytes);
        if (body == null) {
            throw tooLarge(maxBytes);
        }
        return body;
    }

    private static RuntimeException tooLarge(int maxBytes) {
        return Problem.of(ProblemCode.BODY_TOO_LARGE, "The body may have at most " + maxBytes + " bytes.")
                .with("maxBytes", (long) maxBytes)
                .asException();
    }

    /** Refuses a body of another type; parameters other than a charset of UTF-8 are refused too. */
    static void requireType(Context exchange, Set<String> types) {
        String contentType = exchange.contentType();
        if (contentType == null || !types.contains(type(contentType)) || !isUtf8(contentType)) {
            throw Problem.of(
                            ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                            "The body must be "
                                    + String.join(
                                            " or ", types.stream().sorted().toList()) + " in UTF-8.")
                    .asException();
        }
    }

    private static String type(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isUtf8(String contentType) {
        String lower = contentType.toLowerCase(Locale.ROOT).replace("\"", "").replace(" ", "");
        int charset = lower.indexOf("charset=");
        return charset < 0 || lower.substring(charset + "charset=".length()).matches("utf-?8(;.*)?");
    }

    /** A parameter of the query that must be given at most once. */
    static @Nullable String parameter(Context exchange, String name) {
        var values = exchange.queryParams(name);
        if (values.size() > 1) {
            throw InvalidRequest.parameter(name, "must be given once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** A header that must be given at most once: of two, one would be passed over. */
    static @Nullable String header(Context exchange, String name) {
        List<String> values = Collections.list(exchange.req().getHeaders(name));
        if (values.size() > 1) {
            throw InvalidRequest.header(name, "must be given once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** What the client prefers (RFC 7240): the header may be given several times, which says the same as one list. */
    static @Nullable String prefer(Context exchange) {
        List<String> values = Collections.list(exchange.req().getHeaders("Prefer"));
        return values.isEmpty() ? null : String.join(", ", values);
    }

    /** Refuses parameters that mean nothing here, so that a typo is not passed over. Empty parts of a query are none. */
    static void allowParameters(Context exchange, String... names) {
        Set<String> allowed = Set.of(names);
        for (String name : exchange.queryParamMap().keySet()) {
            if (!allowed.contains(name) && !(name.isEmpty() && isEmpty(exchange.queryParams(name)))) {
                throw InvalidRequest.parameter(name, "is not a parameter of this address");
            }
        }
    }

    /** A parameter that is {@code true}, or {@code false}, or not there. */
    static boolean flag(Context exchange, String parameter) {
        String value = parameter(exchange, parameter);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw InvalidRequest.parameter(parameter, "must be true or false");
        }
        return "true".equals(value);
    }

    private static boolean isEmpty(List<String> values) {
        return values.stream().allMatch(String::isEmpty);
    }

    static void write(Context exchange, Answer answer) {
        exchange.status(answer.status());
        answer.headers().forEach(exchange::header);
        exchange.contentType(answer.contentType());
        send(exchange, bytes(answer.body()));
    }

    static void writeJson(Context exchange, int status, JsonNode body) {
        exchange.status(status).contentType("application/json");
        send(exchange, bytes(body));
    }

    /**
     * Small answers go to the server's buffer, which it sends at the end of the request; Javalin would make a stream of each, and
     * copy that with a buffer of eight kilobytes. It compresses none as small as these. What is refused may yet be answered otherwise.
     */
    private static void send(Context exchange, byte[] body) {
        if (body.length > SMALL_BYTES || exchange.statusCode() >= REFUSED) {
            exchange.result(body);
            return;
        }
        try {
            exchange.res().getOutputStream().write(body);
        } catch (IOException e) {
            LOG.debug("The client is gone before its answer", e); // nobody is left to be told
        }
    }

    static byte[] bytes(JsonNode body) {
        try {
            return Json.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
