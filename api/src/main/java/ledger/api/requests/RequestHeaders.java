package ledger.api.requests;

import java.math.BigInteger;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ledger.language.CommandId;
import org.jspecify.annotations.Nullable;

/** The headers of a request that mean something for a command or a read. */
public final class RequestHeaders {
    /** How long a request is waited for where it does not say. */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

    /** How long a request is waited for at most. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private static final Pattern ETAG = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");
    private static final Pattern PREFERENCE =
            Pattern.compile("\\s*([^\\s,;=]+)\\s*(?:=\\s*\"?([^\\s,;\"]*)\"?\\s*)?(?:;[^,]*)?");
    private static final Pattern SECONDS = Pattern.compile("[0-9]+");
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private RequestHeaders() {}

    /** The value of {@code Idempotency-Key}, or a new key where there is none. */
    public static CommandId key(@Nullable String header) {
        if (header == null) {
            return newKey();
        }
        if (!CommandId.isValid(header)) {
            throw InvalidRequest.header("Idempotency-Key", "must be 1 to 255 visible ASCII characters");
        }
        return new CommandId(header);
    }

    static CommandId newKey() {
        return new CommandId(UUID.randomUUID().toString());
    }

    /** The version that {@code If-Match} asks for, or null where any will do. */
    public static @Nullable Long expectedVersion(@Nullable String header) {
        if (header == null || header.strip().equals("*")) {
            return null;
        }
        Matcher etag = ETAG.matcher(header.strip());
        if (!etag.matches()) {
            throw InvalidRequest.header("If-Match", "must be one ETag of an account, such as \"7\" in quotes");
        }
        return Long.valueOf(etag.group(1));
    }

    /**
     * How long the client prefers to wait (RFC 7240): {@code wait=SECONDS}, at most {@link #MAX_WAIT}, or zero for
     * {@code respond-async}. Preferences that are not known are passed over.
     */
    public static Duration wait(@Nullable String prefer) {
        if (prefer == null) {
            return DEFAULT_WAIT;
        }
        Duration wait = DEFAULT_WAIT;
        for (String part : prefer.split(",", -1)) {
            Matcher preference = PREFERENCE.matcher(part);
            if (!preference.matches()) {
                continue;
            }
            if (preference.group(1).equalsIgnoreCase("respond-async")) {
                return Duration.ZERO;
            }
            if (preference.group(1).equalsIgnoreCase("wait")) {
                wait = seconds(preference.group(2));
            }
        }
        return wait;
    }

    private static Duration seconds(@Nullable String value) {
        if (value == null || !SECONDS.matcher(value).matches()) {
            throw InvalidRequest.header("Prefer", "wait must be a whole number of seconds, as in wait=5");
        }
        BigInteger most = BigInteger.valueOf(MAX_WAIT.toSeconds());
        return Duration.ofSeconds(new BigInteger(value).min(most).longValueExact());
    }

    /** W3C trace context, or null where it is absent or malformed: then there is no trace to be part of. */
    public static @Nullable String traceparent(@Nullable String header) {
        return header != null && TRACEPARENT.matcher(header).matches() ? header : null;
    }
}
