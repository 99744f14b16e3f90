package ledger.api.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The configuration is wrong. Its message is one line: the key, the value, where it is from, and what would be right. */
public final class InvalidConfigException extends RuntimeException {

    InvalidConfigException(String message) {
        this(message, null);
    }

    InvalidConfigException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * A file that a key names is not right.
     *
     * @param right what would be, or what is wrong
     */
    public static InvalidConfigException ofFile(ConfigKey key, Path file, String right, @Nullable Throwable cause) {
        return new InvalidConfigException(key.key() + " = \"" + file + "\": " + right, cause);
    }

    /**
     * What a key stands for is not right.
     *
     * @param wrong what is wrong
     */
    public static InvalidConfigException ofKey(ConfigKey key, String wrong, @Nullable Throwable cause) {
        return new InvalidConfigException(key.key() + ": " + wrong, cause);
    }

    static InvalidConfigException of(ConfigKey key, Setting setting, String right, @Nullable Throwable cause) {
        return new InvalidConfigException(
                key.key() + " = \"" + setting.value() + "\" (" + setting.source() + "): " + right, cause);
    }
}
