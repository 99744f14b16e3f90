package ledger.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.CommandId;
import ledger.language.TransactionId;
import ledger.registry.RegistryJson;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** What a value says, as JSON that can be kept and compared. */
final class Meaning {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Values that are no more than their text or number. */
    private static final Set<Class<?>> PLAIN =
            Set.of(AccountId.class, CommandId.class, TransactionId.class, Amount.class);

    private Meaning() {}

    /** The JSON of a value of the language, or of a record that the language has no value for. */
    static JsonNode of(@Nullable Object value) {
        return switch (value) {
            case null -> JSON.nullNode();
            case Boolean truth -> JSON.booleanNode(truth);
            case Integer number -> JSON.numberNode(number);
            case Long number -> JSON.numberNode(number);
            case BigInteger number -> JSON.numberNode(number);
            case Optional<?> perhaps -> of(perhaps.orElse(null));
            case Collection<?> several -> array(several);
            case Map<?, ?> map -> object(map);
            case GenericRecord avro -> parse(avro.toString());
            case Record plain
            when PLAIN.contains(plain.getClass()) ->
                of(component(plain, plain.getClass().getRecordComponents()[0]));
            case Record record -> object(record);
            default -> JSON.textNode(value.toString());
        };
    }

    /**
     * Where the second does not say what the first says.
     *
     * @param all what the first has, the second must have; otherwise only what both have is compared
     */
    static List<String> differences(JsonNode first, JsonNode second, boolean all) {
        List<String> found = new ArrayList<>();
        compare("", first, second, all, found);
        return found;
    }

    private static void compare(
            String path, JsonNode first, @Nullable JsonNode second, boolean all, List<String> found) {
        if (second == null) {
            if (all) {
                found.add(path + " is missing, was " + first);
            }
        } else if (first instanceof ObjectNode && second instanceof ObjectNode) {
            first.properties()
                    .forEach(field -> compare(
                            path + "/" + field.getKey(), field.getValue(), second.get(field.getKey()), all, found));
        } else if (first instanceof ArrayNode && second instanceof ArrayNode && first.size() == second.size()) {
            for (int i = 0; i < first.size(); i++) {
                compare(path + "/" + i, first.get(i), second.get(i), all, found);
            }
        } else if (!first.toString().equals(second.toString())) {
            // As text: the same number has several classes of nodes.
            found.add(path + " is " + second + ", was " + first);
        }
    }

    /** Avro's own JSON of a record. */
    static JsonNode parse(String json) {
        try {
            return RegistryJson.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + json, e);
        }
    }

    private static ArrayNode array(Collection<?> several) {
        ArrayNode array = JSON.arrayNode();
        several.forEach(each -> array.add(of(each)));
        return array;
    }

    private static ObjectNode object(Map<?, ?> map) {
        ObjectNode object = JSON.objectNode();
        for (Object key : new TreeSet<>(map.keySet())) {
            object.set(key.toString(), of(map.get(key)));
        }
        return object;
    }

    private static ObjectNode object(Record record) {
        ObjectNode object = JSON.objectNode();
        object.put("is", record.getClass().getSimpleName());
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            object.set(component.getName(), of(component(record, component)));
        }
        return object;
    }

    private static @Nullable Object component(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's component can be read", e);
        }
    }
}
