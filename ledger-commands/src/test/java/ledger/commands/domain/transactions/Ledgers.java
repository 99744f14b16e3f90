package ledger.commands.domain.transactions;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ledger.commands.domain.AccountEvolver;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandId;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.language.ShardMessage.Prepare;
import ledger.language.ShardMessage.Stage;
import ledger.language.ShardMessage.Step;
import org.jspecify.annotations.Nullable;

/** The accounts of one shard in a test: {@code h1}, {@code h2} live in shard 0, {@code s1} in shard 1, and so on. */
final class Ledgers implements OwnAccounts {
    static final Asset EUR = new Asset("EUR", 2);
    static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    static final AccountId HOME = id("h1");

    private final int shard;
    private final Map<AccountId, Account> accounts = new TreeMap<>();

    private Ledgers(int shard) {
        this.shard = shard;
    }

    /** A shard with accounts that have so many cents, and may not go below zero. */
    static Ledgers shard(int shard, Map<String, Integer> balances) {
        Ledgers ledgers = new Ledgers(shard);
        balances.forEach((id, balance) -> ledgers.accounts.put(
                id(id),
                new Account(
                        id(id),
                        EUR,
                        AccountStatus.OPEN,
                        Amount.ofMinor(balance),
                        Amount.ZERO,
                        Amount.ZERO,
                        0,
                        Limits.NONE_BELOW_ZERO,
                        1,
                        Map.of(),
                        TIME,
                        TIME)));
        return ledgers;
    }

    static AccountId id(String id) {
        return id.startsWith("@") ? AccountId.WORLD : new AccountId(id);
    }

    static int shardOf(AccountId account) {
        return account.value().charAt(0) == 'h' ? 0 : account.value().charAt(1) - '0';
    }

    static Posting posting(String from, String to, long cents) {
        return new Posting(id(from), id(to), Amount.ofMinor(cents), EUR);
    }

    static Prepare prepare(Stage stage, Step step) {
        return new Prepare(stage, step, new CommandId("command"), TIME, null, "order 9", Map.of());
    }

    @Override
    public boolean owns(AccountId account) {
        return !account.isBoundary() && shardOf(account) == shard;
    }

    @Override
    public @Nullable Account find(AccountId account) {
        return accounts.get(account);
    }

    void apply(List<AccountEvent> events) {
        for (AccountEvent event : events) {
            accounts.put(event.accountId(), AccountEvolver.evolve(find(event.accountId()), event));
        }
    }

    /** Balance, reserved, incoming and reservations of an account: {@code "75.00 −0.00 +0.00 (0)"}. */
    String figures(String id) {
        Account account = accounts.get(id(id));
        if (account == null) {
            throw new IllegalArgumentException("no account " + id);
        }
        return EUR.format(account.balance()) + " -" + EUR.format(account.reserved()) + " +"
                + EUR.format(account.incoming()) + " (" + account.reservations() + ")";
    }
}
