package ledger.api.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import ledger.api.requests.InvalidRequest;
import org.jspecify.annotations.Nullable;

/**
 * Cursors of lists: where the last page ended, made opaque so that nobody relies on what is in them. A cursor belongs to
 * one list, and stays good for as long as the list.
 */
final class Cursors {
    /** Not in any name of a list. */
    private static final char END_OF_NAME = '\n';

    private Cursors() {}

    /**
     * The cursor of where a page ended; null where it was the last.
     *
     * @param list what the cursor is good for: the kind of list and what was asked of it
     */
    static @Nullable String encode(String list, @Nullable Object position) {
        return position == null
                ? null
                : Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString((list + END_OF_NAME + position).getBytes(StandardCharsets.UTF_8));
    }

    /** The position in a cursor of this list; null where there is no cursor. */
    static @Nullable String decode(String list, @Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(list + END_OF_NAME)) {
                return text.substring(list.length() + 1);
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
