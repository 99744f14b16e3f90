package ledger.faults;

import java.util.Map;

/**
 * What a command does to accounts if it is accepted, in cents.
 *
 * @param balances added to each account's balance
 * @param reserved added to what each account has reserved
 */
record Effects(Map<String, Long> balances, Map<String, Long> reserved) {
    static final Effects NONE = new Effects(Map.of(), Map.of());

    static Effects of(String account, long cents) {
        return new Effects(Map.of(account, cents), Map.of());
    }

    static Effects transfer(String from, String to, long cents) {
        return new Effects(Map.of(from, -cents, to, cents), Map.of());
    }

    static Effects reservation(String account, long cents) {
        return new Effects(Map.of(), Map.of(account, cents));
    }

    Effects releasing(String account, long cents) {
        return new Effects(balances, Map.of(account, -cents));
    }
}
