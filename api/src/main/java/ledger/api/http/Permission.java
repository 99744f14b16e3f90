package ledger.api.http;

import ledger.api.auth.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What a caller needs for an address.
 *
 * @param scope {@code null}: nothing, not even a token
 * @param reach what of it a caller gets who is confined to some accounts
 */
record Permission(@Nullable Scope scope, Reach reach) {

    /** What a confined caller gets. */
    enum Reach {
        /** All of it: it tells nothing of accounts. */
        EVERYBODY,
        /** Nothing: it tells of all accounts. */
        UNCONFINED,
        /** Accounts of their own: {@code {id}} of the address names one. */
        ACCOUNT_IN_PATH,
        /** Accounts of their own: the parameter {@code account} must name one. */
        ACCOUNT_PARAMETER,
        /** Accounts of their own: the parameter {@code prefix} must begin as theirs do. */
        PREFIX_PARAMETER,
        /** Commands to, and between, accounts of their own: {@link Tenancy} looks at each that is sent. */
        COMMAND,
        /** Transactions and outcomes of accounts of their own only: {@link Tenancy} looks at what would be answered. */
        ANSWER
    }

    static final Permission PUBLIC = new Permission(null, Reach.EVERYBODY);
}
