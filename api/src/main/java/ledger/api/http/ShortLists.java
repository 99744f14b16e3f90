package ledger.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;

/** Lists that are so short that they are made as a whole: a page is cut out of them. */
final class ShortLists {
    private ShortLists() {}

    /**
     * The body of a page, as the request's {@code limit} and {@code cursor} ask for.
     *
     * @param list the cursor's: the kind of list, with all else that the request has asked for
     * @param items all of the list, in an order that stays
     * @param name what the cursor names an item by, unique in the list
     */
    static <T> ObjectNode page(
            Context exchange, String list, List<T> items, Function<T, String> name, Function<T, ObjectNode> json) {
        int limit = Reading.limit(exchange);
        String after = Cursors.decode(list, Exchanges.parameter(exchange, "cursor"));
        List<String> names = items.stream().map(name).toList();
        int first = after == null ? 0 : names.indexOf(after) + 1;
        if (after != null && first == 0) {
            throw Cursors.invalid();
        }
        int end = Math.min(items.size(), first + limit);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode page = body.putArray("items");
        items.subList(first, end).forEach(item -> page.add(json.apply(item)));
        body.put("nextCursor", end < items.size() ? Cursors.encode(list, names.get(end - 1)) : null);
        return body;
    }
}
