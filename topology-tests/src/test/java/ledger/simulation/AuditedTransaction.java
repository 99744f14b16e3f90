package ledger.simulation;

import static java.util.Objects.requireNonNull;
import static ledger.simulation.Violation.unless;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import ledger.language.AccountChange;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandId;
import ledger.language.Instruction;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.Posting;
import ledger.language.Transaction.TransactionStatus;
import ledger.simulation.SentCommands.Sent;
import org.jspecify.annotations.Nullable;

/** A transaction as it was asked for, and what the published events have made of it on each account. */
final class AuditedTransaction {
    private final Sent made;
    private final List<Posting> postings;
    private final boolean hold;
    private final @Nullable Duration expiresIn;
    private final Particulars particulars;
    private final Map<AccountId, AuditedPart> parts = new LinkedHashMap<>();
    private @Nullable Instant expiresAt;
    private @Nullable CommandId reversedBy;

    /** @param postings as they should be posted or held */
    AuditedTransaction(Sent made, List<Posting> postings) {
        this.made = made;
        this.postings = List.copyOf(postings);
        Instruction instruction = made.command().instruction();
        PostTransaction post = instruction instanceof PostTransaction asked ? asked : null;
        hold = post != null && post.pending();
        expiresIn = post == null ? null : post.expiresIn();
        particulars = switch (instruction) {
            case PostTransaction asked -> asked.particulars();
            case DepositFunds deposit -> deposit.particulars();
            case WithdrawFunds withdraw -> withdraw.particulars();
            case ReverseTransaction reverse -> new Particulars(reverse.reference(), null, reverse.metadata());
            default -> throw new Violation(Check.ORIGIN, "makes no transaction: " + instruction);
        };
        Posting.accounts(postings).forEach(account -> parts.put(account, new AuditedPart(legs(postings, account))));
    }

    CommandId madeBy() {
        return made.command().id();
    }

    /** The command that made it, as it was sent. */
    Sent made() {
        return made;
    }

    Particulars particulars() {
        return particulars;
    }

    boolean isHold() {
        return hold;
    }

    List<Posting> postings() {
        return postings;
    }

    Set<AccountId> accounts() {
        return parts.keySet();
    }

    @Nullable Instant expiresAt() {
        return expiresAt;
    }

    /** Posted as a whole, at once. */
    void posted(AccountEvent event, List<Entry> entries, int step) {
        AuditedPart part = part(event);
        unless(!part.posted, Check.AT_MOST_ONCE, "posted twice: %s", event);
        unless(!part.ended, Check.ALL_OR_NOTHING, "given back, and posted after all: %s", event);
        unless(!hold, Check.ALL_OR_NOTHING, "a hold is posted by captures only: %s", event);
        unless(entries.equals(part.asked), Check.ALL_OR_NOTHING, "%s was asked for: %s", part.asked, event);
        part.posted = true;
        part.endedInStep = step;
    }

    void reserved(AccountEvent event, AccountChange.FundsReserved reserved) {
        AuditedPart part = part(event);
        unless(!part.reserved && !part.posted, Check.AT_MOST_ONCE, "reserved again: %s", event);
        unless(
                reserved.entries().equals(part.asked) && reserved.hold() == hold,
                Check.ALL_OR_NOTHING,
                "%s was asked for: %s",
                part.asked,
                event);
        Instant expected = expiresIn == null ? null : made.at().plus(expiresIn);
        unless(
                Objects.equals(expected, reserved.expiresAt()),
                Check.HOLDS,
                "expires at %s, expected %s: %s",
                reserved.expiresAt(),
                expected,
                event);
        expiresAt = reserved.expiresAt();
        part.reserved = true;
    }

    /** @param requested {@code null}: all that is left */
    void captured(
            AccountEvent event,
            AccountChange.FundsCaptured captured,
            @Nullable BigInteger requested,
            boolean isFinal,
            int step) {
        AuditedPart part = part(event);
        unless(hold && part.reserved && !part.ended, Check.ALL_OR_NOTHING, "captured and not held: %s", event);
        BigInteger left = remaining(event.accountId());
        BigInteger amount = requested == null ? left : requested;
        unless(amount.compareTo(left) <= 0, Check.ALL_OR_NOTHING, "%s was left: %s", left, event);
        List<Entry> expected = postings.size() == 1
                ? legs(List.of(postings.getFirst().of(new Amount(amount))), event.accountId())
                : part.asked;
        unless(captured.entries().equals(expected), Check.ALL_OR_NOTHING, "%s was asked for: %s", expected, event);
        unless(
                captured.ended() == (isFinal || amount.equals(left) || postings.size() > 1),
                Check.ALL_OR_NOTHING,
                "%s was left: %s",
                left,
                event);
        unless(
                part.captures.put(event.commandId(), captured.entries()) == null,
                Check.AT_MOST_ONCE,
                "captured twice by one command: %s",
                event);
        if (captured.ended()) {
            part.end(step);
        }
    }

    void released(AccountEvent event, ReleaseCause cause, int step) {
        AuditedPart part = part(event);
        unless(part.reserved && !part.ended && !part.posted, Check.ALL_OR_NOTHING, "nothing is reserved: %s", event);
        part.end(step);
        part.released = cause;
    }

    /** Its opposite is posted: it must have been posted itself, and no other may have been its opposite. */
    void reversed(AccountEvent event) {
        AuditedPart part = part(event);
        unless(
                part.posted || (part.ended && !part.captures.isEmpty()),
                Check.ALL_OR_NOTHING,
                "reversed and not posted: %s",
                event);
        unless(
                reversedBy == null || reversedBy.equals(event.commandId()),
                Check.AT_MOST_ONCE,
                "reversed by %s already: %s",
                reversedBy,
                event);
        reversedBy = event.commandId();
    }

    @Nullable CommandId reversedBy() {
        return reversedBy;
    }

    /** Of one posting that is held: how much of it is left on an account; of several: how much their first was. */
    BigInteger remaining(AccountId account) {
        BigInteger captured = requireNonNull(parts.get(account)).captures.values().stream()
                .map(entries -> entries.getFirst().amount().minor().abs())
                .reduce(BigInteger.ZERO, BigInteger::add);
        return postings.getFirst().amount().minor().subtract(captured);
    }

    boolean hasEnded(AccountId account) {
        AuditedPart part = requireNonNull(parts.get(account));
        return part.ended || part.posted;
    }

    /** What of it was posted on an account so far. */
    List<Entry> posted(AccountId account) {
        return requireNonNull(parts.get(account)).entries();
    }

    /**
     * By asset, what of it is on one side of a posting and not on the other yet, and what the boundary has got: the
     * opposite of what accounts have got.
     */
    Map<Asset, BigInteger> elsewhere(boolean boundary) {
        Map<Asset, BigInteger> sums = new HashMap<>();
        for (Posting posting : postings) {
            add(sums, posting, posting.from(), posting.to(), boundary);
            add(sums, posting, posting.to(), posting.from(), boundary);
        }
        return sums;
    }

    /** The captures, and what was posted at once, of one side of a posting. */
    private void add(
            Map<Asset, BigInteger> sums, Posting posting, AccountId account, AccountId other, boolean boundary) {
        AuditedPart part = parts.get(account);
        if (part == null || other.isBoundary() != boundary) {
            return;
        }
        boolean out = account.equals(posting.from());
        BigInteger moved = postings.size() == 1 || part.entries().isEmpty()
                ? AuditedAccount.sum(part.entries()).abs()
                : posting.amount().minor();
        sums.merge(posting.asset(), out ? moved : moved.negate(), BigInteger::add);
    }

    /** What is on some of its accounts is surely to come to the others: it is set aside there. */
    void backed(String name) {
        for (CommandId capture : captures()) {
            unless(
                    parts.values().stream().allMatch(part -> part.captures.containsKey(capture) || part.isOpen()),
                    Check.CONSERVATION,
                    "captured in part, and not set aside for the rest: %s by %s",
                    name,
                    capture);
        }
        unless(
                parts.values().stream().noneMatch(part -> part.posted)
                        || parts.values().stream().allMatch(part -> part.posted || part.isOpen()),
                Check.CONSERVATION,
                "posted in part, and not set aside for the rest: %s",
                name);
    }

    /** What undoes what was posted of it, from the last to the first. */
    List<Posting> opposite() {
        List<Posting> posted = postings;
        if (hold && postings.size() == 1) {
            Amount captured = captured(null).getFirst();
            posted = captured.isZero() ? List.of() : List.of(postings.getFirst().of(captured));
        }
        return posted.reversed().stream().map(Posting::reversed).toList();
    }

    /** Whether nothing is left of it after this capture. */
    boolean isEndedBy(CommandId capture) {
        AuditedPart home = home();
        return home.ended && home.released == null && capture.equals(new ArrayList<>(home.captures.keySet()).getLast());
    }

    private Set<CommandId> captures() {
        Set<CommandId> all = new HashSet<>();
        parts.values().forEach(part -> all.addAll(part.captures.keySet()));
        return all;
    }

    /** How much of each posting was captured by the time of a command; {@code null}: of no capture, by now. */
    List<Amount> captured(@Nullable CommandId until) {
        Map<CommandId, List<Entry>> captures = home().captures;
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<CommandId, List<Entry>> capture : captures.entrySet()) {
            sum = sum.add(capture.getValue().getFirst().amount().minor().abs());
            if (capture.getKey().equals(until)) {
                break;
            }
        }
        Amount first = new Amount(sum);
        return postings.size() == 1
                ? List.of(first)
                : postings.stream()
                        .map(posting -> captures.isEmpty() ? Amount.ZERO : posting.amount())
                        .toList();
    }

    private AuditedPart home() {
        return requireNonNull(parts.get(made.command().accountId()));
    }

    /** How it stands on its home. */
    TransactionStatus status() {
        AuditedPart home = home();
        if (reversedBy != null) {
            return TransactionStatus.REVERSED;
        }
        if (!hold || (home.ended && !home.captures.isEmpty())) {
            return TransactionStatus.POSTED;
        }
        return !home.ended
                ? TransactionStatus.PENDING
                : home.released == ReleaseCause.EXPIRED ? TransactionStatus.EXPIRED : TransactionStatus.VOIDED;
    }

    /** Whether what was left of it was given back because its time had come. */
    boolean hasExpired() {
        return home().released == ReleaseCause.EXPIRED;
    }

    /** Whether its home had ended it after so many publications. */
    boolean hadEndedIn(int step) {
        AuditedPart home = home();
        return (home.ended || home.posted) && home.endedInStep <= step;
    }

    /**
     * Nothing is under way: it is on all of its accounts, or on none of them.
     *
     * @param accepted whether the command that made it was answered with a success
     */
    void quiet(String name, boolean accepted) {
        Set<Boolean> posted = new HashSet<>();
        Set<Boolean> open = new HashSet<>();
        Set<Boolean> reserved = new HashSet<>();
        Set<Set<CommandId>> captures = new HashSet<>();
        Set<Optional<ReleaseCause>> released = new HashSet<>();
        parts.values().forEach(part -> {
            posted.add(part.posted);
            open.add(part.isOpen());
            released.add(Optional.ofNullable(part.released));
            reserved.add(part.reserved);
            captures.add(part.captures.keySet());
        });
        unless(posted.equals(Set.of(accepted && !hold)), Check.ALL_OR_NOTHING, "posted %s: %s", posted, name);
        unless(captures.size() == 1, Check.ALL_OR_NOTHING, "captured in part by %s: %s", captures, name);
        unless(open.size() == 1, Check.ALL_OR_NOTHING, "held in part: %s", name);
        unless(
                !accepted || (released.size() == 1 && !released.contains(Optional.of(ReleaseCause.REJECTED))),
                Check.ALL_OR_NOTHING,
                "given back for %s: %s",
                released,
                name);
        unless((accepted && hold) || open.equals(Set.of(false)), Check.HOLDS, "still reserved: %s", name);
        unless(!(accepted && hold) || reserved.equals(Set.of(true)), Check.ALL_OR_NOTHING, "not held: %s", name);
    }

    boolean isOpen() {
        return parts.values().stream().anyMatch(AuditedPart::isOpen);
    }

    boolean isCapturedBy(CommandId command) {
        return parts.values().stream().anyMatch(part -> part.captures.containsKey(command));
    }

    private AuditedPart part(AccountEvent event) {
        AuditedPart part = parts.get(event.accountId());
        unless(part != null, Check.ORIGIN, "the transaction has no such account: %s", event);
        unless(
                postings.stream()
                        .filter(posting -> posting.from().equals(event.accountId())
                                || posting.to().equals(event.accountId()))
                        .allMatch(posting -> posting.asset().equals(event.asset())),
                Check.ORIGIN,
                "another currency was asked for: %s",
                event);
        return requireNonNull(part);
    }

    /** The account's sides of postings, in order. */
    static List<Entry> legs(List<Posting> postings, AccountId account) {
        List<Entry> legs = new ArrayList<>();
        for (Posting posting : postings) {
            if (posting.from().equals(account)) {
                legs.add(new Entry(posting.to(), posting.amount().negated()));
            }
            if (posting.to().equals(account)) {
                legs.add(new Entry(posting.from(), posting.amount()));
            }
        }
        return legs;
    }
}
