package ledger.api.auth;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import ledger.language.AccountId;

/**
 * Who has sent a request.
 *
 * @param scopes what they may do
 * @param prefixes what the ids of their accounts begin with, one of these; empty: all accounts are theirs
 * @param until when they would not be accepted any more by what they have shown
 */
public record Caller(Set<Scope> scopes, Set<String> prefixes, Instant until) {
    /** Everybody, where there is no authentication. */
    public static final Caller ANYONE = new Caller(EnumSet.allOf(Scope.class), Set.of(), Instant.MAX);

    /** @throws IllegalArgumentException if a prefix is empty, which would stand for all accounts */
    public Caller {
        scopes = Set.copyOf(scopes);
        prefixes = Set.copyOf(prefixes);
        if (prefixes.contains("")) {
            throw new IllegalArgumentException("an empty prefix confines to nothing");
        }
    }

    /** Whether only some accounts are theirs. */
    public boolean isConfined() {
        return !prefixes.isEmpty();
    }

    /** Whether the account is theirs. {@link AccountId#WORLD} is nobody's and everybody's. */
    public boolean owns(AccountId account) {
        return account.isBoundary() || ownsAllUnder(account.value());
    }

    /** Whether all accounts whose ids begin so are theirs. */
    public boolean ownsAllUnder(String prefix) {
        return !isConfined() || prefixes.stream().anyMatch(prefix::startsWith);
    }
}
