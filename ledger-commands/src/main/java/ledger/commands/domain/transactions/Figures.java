package ledger.commands.domain.transactions;

import java.math.BigInteger;
import ledger.language.Account;

/** What an account has, in minor units, on its way from one event to the next. */
record Figures(BigInteger balance, BigInteger reserved, BigInteger incoming, int reservations) {
    static Figures of(Account account) {
        return new Figures(
                account.balance().minor(),
                account.reserved().minor(),
                account.incoming().minor(),
                account.reservations());
    }

    /** One reservation more: of what goes out, or room for what comes in. */
    Figures reserve(BigInteger net) {
        return new Figures(balance, reserved.add(out(net)), incoming.add(in(net)), reservations + 1);
    }

    /** So much less is reserved. */
    Figures release(BigInteger net) {
        return new Figures(balance, reserved.subtract(out(net)), incoming.subtract(in(net)), reservations);
    }

    /** One reservation less. */
    Figures end() {
        return new Figures(balance, reserved, incoming, reservations - 1);
    }

    /** Posted. */
    Figures move(BigInteger net) {
        return new Figures(balance.add(net), reserved, incoming, reservations);
    }

    private static BigInteger out(BigInteger net) {
        return net.negate().max(BigInteger.ZERO);
    }

    private static BigInteger in(BigInteger net) {
        return net.max(BigInteger.ZERO);
    }
}
