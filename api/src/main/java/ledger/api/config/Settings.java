package ledger.api.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import ledger.language.Asset;
import ledger.language.Assets;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Typed reading of the settings; every error names key, value, source and what would be right. */
final class Settings {

    private static final Pattern ADDRESS =
            Pattern.compile("(?:\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<host>[^:\\[\\]\\s]+)):(?<port>\\d{1,5})");
    private static final Pattern ASSET = Pattern.compile("(?<code>[^:]*):(?<scale>[0-9]{1,2})");
    private static final Pattern SECRET = Pattern.compile("[!-~]{16,256}");
    private static final Set<String> REGISTRY_SCHEMES = Set.of("http", "https", "mock");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_SCALE = 18;

    private final Map<ConfigKey, Setting> explicit;
    private final boolean embedded;

    Settings(Map<ConfigKey, Setting> explicit, boolean embedded) {
        this.explicit = Map.copyOf(explicit);
        this.embedded = embedded;
    }

    Optional<Setting> find(ConfigKey key) {
        return Optional.ofNullable(explicit.get(key))
                .or(() -> key.defaultValue(embedded).map(value -> new Setting(value, "default")));
    }

    InvalidConfigException invalid(ConfigKey key, String right) {
        return invalid(key, right, null);
    }

    InvalidConfigException invalid(ConfigKey key, String right, @Nullable Throwable cause) {
        return InvalidConfigException.of(key, get(key), right, cause);
    }

    /** Text that is not empty and holds; {@code right} tells what would. */
    String text(ConfigKey key, Predicate<String> holds, String right) {
        String value = get(key).value();
        if (value.isEmpty() || !holds.test(value)) {
            throw invalid(key, right);
        }
        return value;
    }

    /** As text, but no error shows it. */
    Secret secret(ConfigKey key) {
        Setting setting = get(key);
        if (!SECRET.matcher(setting.value()).matches()) {
            throw new InvalidConfigException(key.key() + " (" + setting.source()
                    + "): must be 16 to 256 visible ASCII characters; its value is not shown");
        }
        return new Secret(setting.value());
    }

    int integer(ConfigKey key, int min, int max) {
        try {
            int value = Integer.parseInt(get(key).value());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw invalid(key, wholeNumber(min, max), e);
        }
        throw invalid(key, wholeNumber(min, max));
    }

    boolean flag(ConfigKey key) {
        return switch (get(key).value()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key, "must be true or false");
        };
    }

    Path path(ConfigKey key) {
        try {
            return Path.of(text(key, any -> true, "must be a path"));
        } catch (InvalidPathException e) {
            throw invalid(key, "must be a path: " + e.getReason(), e);
        }
    }

    HostAndPort address(ConfigKey key) {
        Matcher matcher = ADDRESS.matcher(get(key).value());
        if (!matcher.matches() || Integer.parseInt(matcher.group("port")) > MAX_PORT) {
            throw invalid(key, "must be HOST:PORT with a port from 0 to 65535, such as 127.0.0.1:7070 or [::1]:7070");
        }
        String host = matcher.group("v6") == null ? matcher.group("host") : matcher.group("v6");
        return new HostAndPort(host, Integer.parseInt(matcher.group("port")));
    }

    String brokers(ConfigKey key) {
        return text(
                key,
                list -> elements(list).allMatch(broker -> {
                    Integer port = Utils.getPort(broker);
                    return Utils.getHost(broker) != null && port != null && port >= 1 && port <= MAX_PORT;
                }),
                "must be HOST:PORT,… such as kafka-1:9092,kafka-2:9092");
    }

    List<URI> registries(ConfigKey key) {
        String right = "must be URLs with http, https or mock, such as http://registry:8081";
        try {
            List<URI> uris = elements(get(key).value()).map(URI::create).toList();
            if (uris.stream().allMatch(uri -> uri.getHost() != null && REGISTRY_SCHEMES.contains(uri.getScheme()))) {
                return uris;
            }
        } catch (IllegalArgumentException e) {
            throw invalid(key, right, e);
        }
        throw invalid(key, right);
    }

    /** Where a file is that is read by its URL. */
    URI jwks(ConfigKey key) {
        String right = "must be a URL with https, http or file, such as https://login.example.com/jwks.json";
        try {
            URI uri = URI.create(get(key).value());
            boolean file = "file".equals(uri.getScheme()) && uri.getPath() != null;
            boolean web = ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null;
            if (file || web) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw invalid(key, right, e);
        }
        throw invalid(key, right);
    }

    /** Code to decimals, in the order of the codes. */
    SequencedMap<String, Integer> assets(ConfigKey key) {
        SequencedMap<String, Integer> scales = new TreeMap<>();
        for (String asset : elements(get(key).value()).toList()) {
            Matcher matcher = ASSET.matcher(asset);
            if (!matcher.matches()
                    || !Assets.isCode(matcher.group("code"))
                    || Integer.parseInt(matcher.group("scale")) > MAX_SCALE) {
                throw invalid(
                        key,
                        "\"" + asset + "\" must be CODE:DECIMALS, 2 to 16 of A-Z and 0-9, and 0 to " + MAX_SCALE
                                + ", such as BTC:8");
            }
            Optional<Asset> currency = Assets.iso4217().find(matcher.group("code"));
            if (currency.isPresent() && currency.get().scale() != Integer.parseInt(matcher.group("scale"))) {
                throw invalid(
                        key,
                        "\"" + asset + "\": " + matcher.group("code") + " is a currency of ISO 4217, with "
                                + currency.get().scale() + " decimals, and need not be declared");
            }
            if (scales.put(matcher.group("code"), Integer.valueOf(matcher.group("scale"))) != null) {
                throw invalid(key, "names " + matcher.group("code") + " twice; each code may be there once");
            }
        }
        return scales;
    }

    private Setting get(ConfigKey key) {
        return find(key).orElseThrow(() -> new IllegalStateException(key + " has no value and no default"));
    }

    private static String wholeNumber(int min, int max) {
        return "must be a whole number from " + min + " to " + max;
    }

    private static Stream<String> elements(String list) {
        return list.isEmpty() ? Stream.of() : Stream.of(list.split(",", -1)).map(String::strip);
    }
}
