package ledger.api.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Collects the settings from where they are written; the strongest source of each key wins. */
final class ConfigSources {

    private static final String ENVIRONMENT_PREFIX = "LEDGER_";

    /** Read by the launcher, the log configuration and the client commands, not by the server. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of("LEDGER_LOG_LEVEL", "LEDGER_JAVA_OPTS", "LEDGER_URL", "LEDGER_TOKEN");

    private ConfigSources() {}

    /** What is set explicitly; an empty value of the environment counts as not set, as containers leave them. */
    static Map<ConfigKey, Setting> read(
            Optional<Path> file, Map<String, String> environment, Map<ConfigKey, String> flags) {
        Map<ConfigKey, Setting> settings = new EnumMap<>(ConfigKey.class);
        file.ifPresent(path -> fromFile(path, settings));
        new TreeMap<>(environment).forEach((name, value) -> fromEnvironment(name, value, settings));
        flags.forEach((key, value) -> settings.put(key, new Setting(value, key.flag())));
        return settings;
    }

    /** A properties file in UTF-8, sorted; {@code what} names the option that gave its path. */
    static Map<String, String> properties(Path file, String what) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new InvalidConfigException(
                    what + " = \"" + file + "\": the file cannot be read ("
                            + e.getClass().getSimpleName() + "); give the path of a properties file in UTF-8",
                    e);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigException(
                    what + " = \"" + file + "\": " + e.getMessage() + "; write \\\\ for a backslash", e);
        }
        Map<String, String> sorted = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> sorted.put(name, properties.getProperty(name)));
        return sorted;
    }

    private static void fromFile(Path file, Map<ConfigKey, Setting> settings) {
        properties(file, "--config").forEach((name, value) -> {
            ConfigKey key = ConfigKey.ofKey(name)
                    .orElseThrow(() -> new InvalidConfigException(name + " = \"" + value + "\" (file " + file
                            + "): there is no such key"
                            + Suggestions.didYouMean(
                                    name, Stream.of(ConfigKey.values()).map(ConfigKey::key))));
            settings.put(key, new Setting(value, "file " + file));
        });
    }

    private static void fromEnvironment(String name, String value, Map<ConfigKey, Setting> settings) {
        if (!name.startsWith(ENVIRONMENT_PREFIX) || OTHER_VARIABLES.contains(name)) {
            return;
        }
        ConfigKey key = ConfigKey.ofEnvironment(name)
                .orElseThrow(() -> new InvalidConfigException(name + " = \"" + value
                        + "\" (environment): there is no such key"
                        + Suggestions.didYouMean(
                                name,
                                Stream.concat(
                                        Stream.of(ConfigKey.values()).map(ConfigKey::environment),
                                        OTHER_VARIABLES.stream()))));
        if (!value.isBlank()) {
            settings.put(key, new Setting(value, "environment " + name));
        }
    }
}
