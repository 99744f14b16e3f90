package ledger.projections.activity;

import ledger.language.AccountId;

/**
 * Key of the activity. Rows are in the order of account, kind and time.
 *
 * @param kind {@link #HEAD} for what is known of the account beside its windows, else the code of a {@link Window}
 * @param firstSecond of the window, since 1970; 0 for the head
 */
public record ActivityKey(AccountId accountId, int kind, long firstSecond) {
    static final int HEAD = 0;

    static ActivityKey head(AccountId accountId) {
        return new ActivityKey(accountId, HEAD, 0);
    }

    static ActivityKey of(AccountId accountId, Window window, long firstSecond) {
        return new ActivityKey(accountId, window.code(), firstSecond);
    }
}
