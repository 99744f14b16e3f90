package ledger.commands.domain;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.Limits;
import org.jspecify.annotations.Nullable;

/** Short words for changes and instructions of accounts in euros; {@code "none"} is a limit that is not there. */
final class Words {
    static final Asset EUR = AccountScenario.EUR;

    private Words() {}

    static AccountOpened opened() {
        return opened("0", "none");
    }

    static AccountOpened opened(String overdraft, String maxBalance) {
        return new AccountOpened(limits(overdraft, maxBalance), Map.of());
    }

    /** Of an account that was {@link #opened()}. */
    static AccountUpdated updated(String overdraft, String maxBalance) {
        return updated(overdraft, maxBalance, opened());
    }

    static AccountUpdated updated(String overdraft, String maxBalance, AccountOpened before) {
        return new AccountUpdated(limits(overdraft, maxBalance), Map.of(), before.limits());
    }

    static FundsDeposited deposited(String amount) {
        return new FundsDeposited(eur(amount), null, Map.of());
    }

    static FundsWithdrawn withdrawn(String amount) {
        return new FundsWithdrawn(eur(amount), null, Map.of());
    }

    static FundsReserved reserved(String amount) {
        Entry entry = new Entry(AccountId.WORLD, eur(amount).negated());
        return new FundsReserved(List.of(entry), List.of(), true, null, null, Map.of());
    }

    static OpenAccount open() {
        return open("0", "none");
    }

    static OpenAccount open(String overdraft, String maxBalance) {
        return new OpenAccount(EUR, limits(overdraft, maxBalance), Map.of());
    }

    static DepositFunds deposit(String amount) {
        return new DepositFunds(eur(amount), EUR, Particulars.NONE);
    }

    static WithdrawFunds withdraw(String amount) {
        return new WithdrawFunds(eur(amount), EUR, Particulars.NONE);
    }

    static UpdateAccount overdraft(String limit) {
        return new UpdateAccount(change(limit), null, Map.of());
    }

    static UpdateAccount maxBalance(String limit) {
        return new UpdateAccount(null, change(limit), Map.of());
    }

    static UpdateAccount metadata(Map<String, Optional<String>> changes) {
        return new UpdateAccount(null, null, changes);
    }

    static Amount eur(String major) {
        return EUR.fromMajor(new BigDecimal(major));
    }

    static Limits limits(String overdraft, String maxBalance) {
        return new Limits(limit(overdraft), limit(maxBalance));
    }

    static LimitChange change(String limit) {
        return new LimitChange(limit.equals("none") ? null : new BigDecimal(limit));
    }

    private static @Nullable Amount limit(String major) {
        return major.equals("none") ? null : eur(major);
    }
}
