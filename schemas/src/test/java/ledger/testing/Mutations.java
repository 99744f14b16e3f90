package ledger.testing;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Instruction;
import org.jspecify.annotations.Nullable;

/** Values that differ from a value of the language in exactly one place, for every place that it has. */
public final class Mutations {
    private Mutations() {}

    /** The mutants of a record: each of its components, and theirs, changed in turn. */
    public static <R extends Record> List<R> of(Class<R> type, R value) {
        return components(value).stream().map(type::cast).toList();
    }

    private static List<Object> components(Record value) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        List<Object> mutants = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            AnnotatedType type = components[i].getAnnotatedType();
            @Nullable Object[] parts = parts(value, components);
            for (Object mutant : ofPart(type, parts[i])) {
                @Nullable Object[] changed = parts.clone();
                changed[i] = mutant;
                create(value.getClass(), components, changed).ifPresent(mutants::add);
            }
            if (parts[i] != null && type.isAnnotationPresent(Nullable.class)) {
                @Nullable Object[] changed = parts.clone();
                changed[i] = null;
                create(value.getClass(), components, changed).ifPresent(mutants::add);
            }
        }
        return mutants;
    }

    private static List<?> ofPart(AnnotatedType type, @Nullable Object part) {
        return part == null ? List.of(sample(type.getType())) : ofValue(type.getType(), part);
    }

    private static List<?> ofValue(Type type, Object value) {
        return switch (value) {
            case String text -> List.of(text + "x", "x" + text);
            case Boolean flag -> List.of(!flag);
            case Long number -> List.of(number + 1);
            case Instant time -> List.of(time.plusNanos(1000));
            case Duration time -> List.of(time.plusMillis(1));
            case BigDecimal decimal -> List.of(decimal.add(new BigDecimal("0.01")));
            case Amount amount -> List.of(new Amount(amount.minor().add(BigInteger.ONE)));
            // The scale is not the client's to say.
            case Asset asset -> List.of(new Asset("X" + asset.code(), asset.scale()));
            case Optional<?> optional ->
                List.of(optional.isPresent() ? Optional.empty() : Optional.of("x"), Optional.of("other"));
            case List<?> list -> ofList(argument(type, 0), list);
            case Map<?, ?> map -> ofMap(argument(type, 1), map);
            case AccountId id -> List.of(new AccountId(id.isBoundary() ? "world" : id.value() + "x"));
            case Instruction instruction -> components((Record) instruction);
            case Record part -> components(part);
            default -> throw new IllegalArgumentException("no mutations of " + value.getClass());
        };
    }

    private static List<Object> ofList(Type element, List<?> list) {
        List<Object> mutants = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            for (Object mutant : ofValue(element, list.get(i))) {
                List<Object> changed = new ArrayList<>(list);
                changed.set(i, mutant);
                mutants.add(changed);
            }
            List<Object> without = new ArrayList<>(list);
            without.remove(i);
            mutants.add(without);
        }
        if (list.size() > 1) {
            mutants.add(new ArrayList<>(list.reversed()));
        }
        List<Object> more = new ArrayList<>(list);
        more.add(list.getFirst());
        mutants.add(more);
        return mutants;
    }

    private static List<Object> ofMap(Type valueType, Map<?, ?> map) {
        List<Object> mutants = new ArrayList<>();
        map.forEach((key, value) -> {
            for (Object mutant : ofValue(valueType, value)) {
                Map<Object, Object> changed = new HashMap<>(map);
                changed.put(key, mutant);
                mutants.add(changed);
            }
            Map<Object, Object> without = new HashMap<>(map);
            without.remove(key);
            mutants.add(without);
            Map<Object, Object> renamed = new HashMap<>(without);
            renamed.put(key + "x", value);
            mutants.add(renamed);
        });
        Map<Object, Object> more = new HashMap<>(map);
        more.put("more", sample(valueType));
        mutants.add(more);
        return mutants;
    }

    private static Object sample(Type type) {
        if (type instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
            return Optional.of("sample");
        }
        return switch (type.getTypeName()) {
            case "java.lang.String" -> "sample";
            case "java.lang.Long" -> 3L;
            case "java.math.BigDecimal" -> new BigDecimal("3.14");
            case "java.time.Instant" -> Instant.EPOCH;
            case "java.time.Duration" -> Duration.ofSeconds(3);
            case "ledger.language.Amount" -> Amount.ofMinor(314);
            case "ledger.language.Instruction$LimitChange" -> new Instruction.LimitChange(new BigDecimal("3.14"));
            default -> throw new IllegalArgumentException("no sample of " + type);
        };
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private static @Nullable Object[] parts(Record value, RecordComponent[] components) {
        @Nullable Object[] parts = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            try {
                parts[i] = components[i].getAccessor().invoke(value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("records of the language can be read", e);
            }
        }
        return parts;
    }

    /** Empty where no such value can exist. */
    private static Optional<Object> create(Class<?> type, RecordComponent[] components, @Nullable Object[] parts) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return Optional.of(type.getDeclaredConstructor(types).newInstance(parts));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException) {
                return Optional.empty();
            }
            throw new IllegalStateException("records of the language can be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records of the language can be made", e);
        }
    }
}
