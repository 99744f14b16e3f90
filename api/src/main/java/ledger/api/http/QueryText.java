package ledger.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Pattern;
import ledger.api.requests.InvalidRequest;

/** Refuses a query that cannot be decoded: such a parameter would be passed over, and the request be another one. */
final class QueryText {
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private QueryText() {}

    /** @throws ledger.api.problems.ProblemException if a parameter is not percent-encoded UTF-8 */
    static void check(Context exchange) {
        String query = exchange.req().getQueryString();
        if (query == null || query.indexOf('%') < 0) {
            return;
        }
        for (String part : query.split("&", -1)) {
            if (!isDecodable(part)) {
                String name = part.split("=", 2)[0];
                throw InvalidRequest.parameter(
                        isDecodable(name) ? URLDecoder.decode(name, UTF_8) : name, "must be percent-encoded UTF-8");
            }
        }
    }

    private static boolean isDecodable(String part) {
        if (BROKEN.matcher(part).find()) {
            return false;
        }
        // Byte by byte first: decoded as UTF-8 at once, what is malformed would be replaced.
        byte[] bytes = URLDecoder.decode(part, ISO_8859_1).getBytes(ISO_8859_1);
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
