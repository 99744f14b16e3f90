package ledger.api.http;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Gives every answer an {@code X-Request-Id}, those too that the server gives before a request gets to us. */
final class RequestIds implements HttpConfiguration.Customizer {
    static final String HEADER = "X-Request-Id";
    /** Those of a random UUID (RFC 9562, section 5.4). */
    private static final long VERSION_MASK = 0xF000L;

    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        put(request, responseHeaders);
        return request;
    }

    /** For an answer that has lost its headers, or of whose request nothing could be read. */
    static void put(Request request, HttpFields.Mutable responseHeaders) {
        responseHeaders.put(HEADER, of(request.getHeaders().get(HEADER)));
    }

    /** The id that the client gave where it is a valid one, else a new one. */
    private static String of(@Nullable String given) {
        return given != null && VALID.matcher(given).matches() ? given : random().toString();
    }

    /** Nobody has to be kept from guessing it. */
    private static UUID random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID((random.nextLong() & ~VERSION_MASK) | VERSION_4, (random.nextLong() & ~VARIANT_MASK) | VARIANT);
    }
}
