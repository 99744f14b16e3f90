package ledger.simulation;

import static java.util.Objects.requireNonNull;
import static ledger.simulation.Violation.unless;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import ledger.language.Account;
import ledger.language.AccountChange;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountEvent;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.language.RejectionReason;
import ledger.simulation.SentCommands.Sent;
import org.jspecify.annotations.Nullable;

/** That an event is what its command asked for, under the condition that it named. */
final class AuditedRequests {
    private AuditedRequests() {}

    static void asked(AccountEvent event, boolean asked) {
        unless(asked, Check.ORIGIN, "nobody asked for %s", event);
    }

    /** A command with a condition begins at that version of its account; a capture of several shards may end later. */
    static void condition(AccountEvent event, Command command, AuditedEffects effects) {
        Long expected = command.expectedVersion();
        if (expected == null
                || !command.accountId().equals(event.accountId())
                || effects.first(command.id(), event.accountId()).isPresent()) {
            return;
        }
        boolean later = event.change() instanceof AccountChange.FundsCaptured && event.version() > expected;
        unless(later || event.version() == expected + 1, Check.ORIGIN, "version %s was expected: %s", expected, event);
    }

    /** When it was decided, and when it counts: as the client said, else from then on. */
    static void times(
            AccountEvent event, @Nullable Account before, Sent asked, @Nullable AuditedTransaction transaction) {
        if (event.change() instanceof AccountChange.FundsReleased(var _, ReleaseCause cause)
                && cause == ReleaseCause.EXPIRED) {
            return;
        }
        boolean isLater = before != null && before.updatedAt().isAfter(asked.at());
        Instant recordedAt = isLater ? requireNonNull(before).updatedAt() : asked.at();
        Instant told = transaction == null || event.change() instanceof AccountChange.FundsReleased
                ? null
                : transaction.particulars().effectiveAt();
        Instant effectiveAt = event.effectiveAt();
        unless(
                event.recordedAt().equals(recordedAt)
                        && (told == null
                                ? !effectiveAt.isBefore(asked.at()) && !effectiveAt.isAfter(recordedAt)
                                : effectiveAt.equals(told)),
                Check.ORIGIN,
                "sent at %s, to count from %s: %s",
                asked.at(),
                told,
                event);
    }

    /** What the client told goes with it; all of the postings are on the account that the command was sent to. */
    static void told(
            AccountEvent event,
            AuditedTransaction made,
            @Nullable String reference,
            Map<String, String> metadata,
            @Nullable List<Posting> postings) {
        boolean home = event.accountId().equals(made.made().command().accountId());
        asked(
                event,
                Objects.equals(reference, made.particulars().reference())
                        && metadata.equals(made.particulars().metadata())
                        && (postings == null || postings.equals(home ? made.postings() : List.of())));
    }

    /** What nothing was set aside for must be allowed by the account, in the order of the postings. */
    static void may(AccountEvent event, AuditedTransaction made, AuditedTransactions.Before before, boolean reserves) {
        if (!before.reserved()) {
            Set<RejectionReason> against = AuditedRules.against(
                            requireNonNull(before.account()), made.postings(), reserves)
                    .keySet();
            unless(against.isEmpty(), Check.LIMITS, "%s speak against %s", against, event);
        }
    }

    static boolean isUpdate(UpdateAccount update, Account before, AccountChange.AccountUpdated updated) {
        Map<String, String> metadata = new TreeMap<>(before.metadata());
        update.metadata().forEach((key, value) -> {
            if (value.isPresent()) {
                metadata.put(key, value.get());
            } else {
                metadata.remove(key);
            }
        });
        Limits limits = new Limits(
                changed(update.overdraftLimit(), before.limits().overdraft(), before.asset()),
                changed(update.maxBalance(), before.limits().maxBalance(), before.asset()));
        return updated.limits().equals(limits) && updated.metadata().equals(metadata);
    }

    private static @Nullable Amount changed(@Nullable LimitChange change, @Nullable Amount before, Asset asset) {
        if (change == null) {
            return before;
        }
        BigDecimal limit = change.limit();
        return limit == null ? null : asset.fromMajor(limit);
    }
}
