package ledger.api.config;

import org.jspecify.annotations.Nullable;

/** The configuration is wrong. Its message is one line: the key, the value, where it is from, and what would be right. */
public final class InvalidConfigException extends RuntimeException {

    InvalidConfigException(String message) {
        this(message, null);
    }

    InvalidConfigException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static InvalidConfigException of(ConfigKey key, Setting setting, String right, @Nullable Throwable cause) {
        return new InvalidConfigException(
                key.key() + " = \"" + setting.value() + "\" (" + setting.source() + "): " + right, cause);
    }
}
