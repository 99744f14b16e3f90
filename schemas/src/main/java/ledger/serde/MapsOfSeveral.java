package ledger.serde;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.Decoder;

/**
 * Finds in Avro binary what may be written in several ways: maps with more than one entry, whose order is left open.
 */
final class MapsOfSeveral {
    private final Schema schema;

    /** The schemas in it that are or contain a map, and those that contain themselves: they end only in a value. */
    private final Set<Schema> withMaps = Collections.newSetFromMap(new IdentityHashMap<>());

    MapsOfSeveral(Schema schema) {
        this.schema = schema;
        findMaps(schema, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private boolean findMaps(Schema part, Set<Schema> around) {
        if (!around.add(part)) {
            return true;
        }
        boolean found = part.getType() == Schema.Type.MAP;
        for (Schema inner : partsOf(part)) {
            found |= findMaps(inner, around);
        }
        around.remove(part);
        if (found) {
            withMaps.add(part);
        }
        return found;
    }

    private static List<Schema> partsOf(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> schema.getFields().stream().map(Schema.Field::schema).toList();
            case ARRAY -> List.of(schema.getElementType());
            case MAP -> List.of(schema.getValueType());
            case UNION -> schema.getTypes();
            default -> List.of();
        };
    }

    /** Whether one of them is in a value, which is read as far as that takes. */
    boolean areIn(Decoder value) throws IOException {
        return !withMaps.isEmpty() && areIn(schema, value);
    }

    private boolean areIn(Schema part, Decoder in) throws IOException {
        if (!withMaps.contains(part)) {
            GenericDatumReader.skip(part, in);
            return false;
        }
        return switch (part.getType()) {
            case MAP -> isOfSeveral(part, in);
            case RECORD -> {
                for (Schema.Field field : part.getFields()) {
                    if (areIn(field.schema(), in)) {
                        yield true;
                    }
                }
                yield false;
            }
            case ARRAY -> {
                for (long block = in.readArrayStart(); block > 0; block = in.arrayNext()) {
                    for (long i = 0; i < block; i++) {
                        if (areIn(part.getElementType(), in)) {
                            yield true;
                        }
                    }
                }
                yield false;
            }
            case UNION -> areIn(part.getTypes().get(in.readIndex()), in);
            default -> throw new IllegalStateException("no map is in a " + part.getType());
        };
    }

    private boolean isOfSeveral(Schema map, Decoder in) throws IOException {
        long entries = in.readMapStart();
        if (entries != 1) {
            return entries > 1;
        }
        in.skipString();
        return areIn(map.getValueType(), in) || in.mapNext() > 0;
    }
}
