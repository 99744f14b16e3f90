package ledger.api.http;

import static ledger.api.problems.ProblemCode.FORBIDDEN;
import static ledger.api.problems.ProblemCode.UNAUTHENTICATED;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ledger.api.auth.Caller;
import ledger.api.auth.InvalidTokenException;
import ledger.api.auth.Scope;
import ledger.api.auth.TokenVerifier;
import ledger.api.problems.Problem;
import ledger.language.AccountId;
import org.jspecify.annotations.Nullable;

/** Lets through who may: stands before every address. Without authentication, all may do all. */
final class Guard {
    private static final String CALLER = "ledger-caller";
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/=-]+)");

    private final Optional<TokenVerifier> tokens;

    /** @param tokens empty: there is no authentication */
    Guard(Optional<TokenVerifier> tokens) {
        this.tokens = tokens;
    }

    /** The handler behind what it needs. */
    Handler guarded(Permission permission, Handler handler) {
        return exchange -> {
            check(permission, exchange);
            handler.handle(exchange);
        };
    }

    /** Stands before the embedded registry. */
    void registry(Context exchange) {
        check(Permissions.ofRegistry(exchange.method().name(), exchange.path()), exchange);
    }

    /** Who has sent a request that was let through. */
    static Caller caller(Context exchange) {
        Caller caller = exchange.attribute(CALLER);
        if (caller == null) {
            throw new IllegalStateException("nobody has looked who asks for " + exchange.path());
        }
        return caller;
    }

    private void check(Permission permission, Context exchange) {
        Scope needed = permission.scope();
        if (needed == null) {
            return;
        }
        Caller caller = tokens.isEmpty() ? Caller.ANYONE : authenticated(tokens.get(), exchange);
        exchange.attribute(CALLER, caller);
        if (!caller.scopes().contains(needed)) {
            exchange.header(CHALLENGE, "Bearer error=\"insufficient_scope\", scope=\"" + needed.value() + "\"");
            throw Problem.of(FORBIDDEN, "The token needs the scope " + needed.value() + " for this.")
                    .with("scope", needed.value())
                    .asException();
        }
        if (caller.isConfined()) {
            checkReach(permission, caller, exchange);
        }
    }

    private static Caller authenticated(TokenVerifier tokens, Context exchange) {
        String header = exchange.header("Authorization");
        Matcher bearer = BEARER.matcher(header == null ? "" : header.strip());
        if (!bearer.matches()) {
            exchange.header(CHALLENGE, "Bearer");
            throw Problem.of(UNAUTHENTICATED, "The request needs the header Authorization: Bearer TOKEN.")
                    .asException();
        }
        try {
            return tokens.verify(bearer.group(1));
        } catch (InvalidTokenException e) {
            exchange.header(CHALLENGE, "Bearer error=\"invalid_token\"");
            throw Problem.of(UNAUTHENTICATED, "The token is not accepted: " + e.getMessage() + ".")
                    .asException();
        }
    }

    private static void checkReach(Permission permission, Caller caller, Context exchange) {
        switch (permission.reach()) {
            case EVERYBODY, COMMAND, ANSWER -> {}
            case UNCONFINED -> throw Tenancy.forbidden("The token is confined to some accounts, and this is of all.");
            case ACCOUNT_IN_PATH -> requireAccount(caller, exchange.pathParam("id"));
            case ACCOUNT_PARAMETER -> requireAccount(caller, Exchanges.parameter(exchange, "account"));
            case PREFIX_PARAMETER -> {
                String prefix = Exchanges.parameter(exchange, "prefix");
                if (prefix == null || !caller.ownsAllUnder(prefix)) {
                    throw Tenancy.forbidden(
                            "The token is confined to some accounts: give a prefix that begins as theirs do.");
                }
            }
        }
    }

    private static void requireAccount(Caller caller, @Nullable String account) {
        if (account == null) {
            throw Tenancy.forbidden("The token is confined to some accounts: name one of them.");
        }
        // What is no id goes on, to be refused as such.
        if (AccountId.isValid(account) && !caller.owns(new AccountId(account))) {
            throw Tenancy.notTheirs();
        }
    }
}
