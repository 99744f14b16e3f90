package ledger.testing;

import java.time.Instant;
import ledger.language.AccountChange;
import ledger.language.AccountEvent;
import ledger.language.Amount;

/** Events that say something else than the ones that they were made of. */
public final class ChangedEvents {
    private ChangedEvents() {}

    /** At another version, with another balance. */
    public static AccountEvent with(AccountEvent event, long version, Amount balance) {
        return with(event, version, balance, event.recordedAt(), event.effectiveAt(), event.change());
    }

    /** Of another change. */
    public static AccountEvent with(AccountEvent event, AccountChange change) {
        return with(event, event.recordedAt(), event.effectiveAt(), change);
    }

    /** Of another change at other times. */
    public static AccountEvent with(AccountEvent event, Instant recordedAt, Instant effectiveAt, AccountChange change) {
        return with(event, event.version(), event.balance(), recordedAt, effectiveAt, change);
    }

    private static AccountEvent with(
            AccountEvent event,
            long version,
            Amount balance,
            Instant recordedAt,
            Instant effectiveAt,
            AccountChange change) {
        return new AccountEvent(
                event.accountId(),
                version,
                event.transactionId(),
                event.commandId(),
                event.asset(),
                balance,
                event.reserved(),
                event.incoming(),
                event.reservations(),
                recordedAt,
                effectiveAt,
                change);
    }
}
