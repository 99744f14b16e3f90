package ledger.projections.statements;

import ledger.language.AccountId;

/**
 * Names a row of the statements. Rows are in the order of account and version.
 *
 * @param version of the entry, from 1; {@link #HEAD} for what is known of the account beside its entries
 */
public record StatementKey(AccountId accountId, long version) {
    static final long HEAD = 0;

    static StatementKey head(AccountId accountId) {
        return new StatementKey(accountId, HEAD);
    }
}
