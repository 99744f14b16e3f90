package ledger.codec;

import ledger.language.Account;
import ledger.language.AccountId;
import ledger.language.AccountStatus;
import ledger.records.AccountBalance;

/** Accounts to and from {@link AccountBalance}: in stores, in outcomes and as published. */
public final class AccountCodec implements Codec<Account, AccountBalance> {
    /** The codec; it has no state. */
    public static final AccountCodec INSTANCE = new AccountCodec();

    private AccountCodec() {}

    @Override
    public AccountBalance toRecord(Account account) {
        return new AccountBalance(
                account.id().value(),
                account.asset().code(),
                account.asset().scale(),
                ledger.records.AccountStatus.valueOf(account.status().name()),
                Values.decimal(account.balance()),
                Values.decimal(account.reserved()),
                Values.decimal(account.incoming()),
                account.reservations(),
                Values.decimalOrNull(account.limits().overdraft()),
                Values.decimalOrNull(account.limits().maxBalance()),
                account.version(),
                account.metadata(),
                account.openedAt(),
                account.updatedAt());
    }

    @Override
    public Account fromRecord(AccountBalance account) {
        return new Account(
                new AccountId(account.getAccountId()),
                Values.asset(account.getCurrency(), account.getScale()),
                AccountStatus.valueOf(account.getStatus().name()),
                Values.amount(account.getBalanceMinor()),
                Values.amount(account.getReservedMinor()),
                Values.amount(account.getIncomingMinor()),
                account.getReservations(),
                Values.limits(account.getOverdraftLimitMinor(), account.getMaxBalanceMinor()),
                account.getVersion(),
                account.getMetadata(),
                account.getOpenedAt(),
                account.getUpdatedAt());
    }
}
