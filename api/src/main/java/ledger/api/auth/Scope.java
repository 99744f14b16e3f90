package ledger.api.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a token may be used for. None implies another. */
public enum Scope {
    /** Asking. */
    READ,
    /** Commands. */
    WRITE,
    /** Rebuilding read models, changing schemas, metrics. */
    ADMIN;

    /** The scope as it stands in a token: {@code read}. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of this name in a token; empty where it means nothing to the ledger. */
    static Optional<Scope> of(String value) {
        return Stream.of(values()).filter(scope -> scope.value().equals(value)).findFirst();
    }
}
