package ledger.api.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import ledger.api.requests.InvalidRequest;
import org.jspecify.annotations.Nullable;

/**
 * Cursors of lists: where the last page ended, made opaque so that nobody relies on what is in them. A cursor belongs to
 * one kind of list, and stays good for as long as the list.
 */
final class Cursors {
    private Cursors() {}

    static @Nullable String encode(String kind, @Nullable Object position) {
        return position == null
                ? null
                : Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString((kind + ":" + position).getBytes(StandardCharsets.UTF_8));
    }

    /** The position in a cursor of this kind; null where there is no cursor. */
    static @Nullable String decode(String kind, @Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(kind + ":")) {
                return text.substring(kind.length() + 1);
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    static RuntimeException invalid() {
        return InvalidRequest.parameter("cursor", "must be the nextCursor of an answer from this address");
    }
}
