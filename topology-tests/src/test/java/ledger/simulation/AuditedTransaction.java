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
import java.util.Set;
import ledger.language.AccountChange;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandId;
import ledger.language.Posting;
import org.jspecify.annotations.Nullable;

/** A transaction as it was asked for, and what the published events have made of it on each account. */
final class AuditedTransaction {
    private final CommandId madeBy;
    private final List<Posting> postings;
    private final boolean hold;
    private final @Nullable Duration expiresIn;
    private final Map<AccountId, Part> parts = new LinkedHashMap<>();
    private @Nullable Instant expiresAt;

    AuditedTransaction(CommandId madeBy, List<Posting> postings, boolean hold, @Nullable Duration expiresIn) {
        this.madeBy = madeBy;
        this.postings = List.copyOf(postings);
        this.hold = hold;
        this.expiresIn = expiresIn;
        Posting.accounts(postings).forEach(account -> parts.put(account, new Part(legs(postings, account))));
    }

    /** What has happened on one account. */
    private static final class Part {
        final List<Entry> asked;
        final Map<CommandId, List<Entry>> captures = new HashMap<>();
        boolean reserved;
        boolean ended;
        boolean posted;

        Part(List<Entry> asked) {
            this.asked = asked;
        }

        List<Entry> entries() {
            return posted
                    ? asked
                    : captures.values().stream().flatMap(List::stream).toList();
        }
    }

    CommandId madeBy() {
        return madeBy;
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
    void posted(AccountEvent event, List<Entry> entries) {
        Part part = part(event);
        unless(!part.posted, Check.AT_MOST_ONCE, "posted twice: %s", event);
        unless(!hold, Check.ALL_OR_NOTHING, "a hold is posted by captures only: %s", event);
        unless(entries.equals(part.asked), Check.ALL_OR_NOTHING, "%s was asked for: %s", part.asked, event);
        part.posted = true;
    }

    void reserved(AccountEvent event, AccountChange.FundsReserved reserved) {
        Part part = part(event);
        unless(!part.reserved && !part.posted, Check.AT_MOST_ONCE, "reserved again: %s", event);
        unless(
                reserved.entries().equals(part.asked) && reserved.hold() == hold,
                Check.ALL_OR_NOTHING,
                "%s was asked for: %s",
                part.asked,
                event);
        unless(
                (reserved.expiresAt() != null) == (expiresIn != null)
                        && (expiresAt == null || expiresAt.equals(reserved.expiresAt())),
                Check.HOLDS,
                "expires at %s, expected %s: %s",
                reserved.expiresAt(),
                expiresAt,
                event);
        expiresAt = reserved.expiresAt();
        part.reserved = true;
    }

    /** @param requested {@code null}: all that is left */
    void captured(
            AccountEvent event, AccountChange.FundsCaptured captured, @Nullable BigInteger requested, boolean isFinal) {
        Part part = part(event);
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
        part.ended = captured.ended();
    }

    void released(AccountEvent event) {
        Part part = part(event);
        unless(part.reserved && !part.ended && !part.posted, Check.ALL_OR_NOTHING, "nothing is reserved: %s", event);
        part.ended = true;
    }

    /** Of one posting that is held: how much of it is left on an account; of several: how much their first was. */
    BigInteger remaining(AccountId account) {
        BigInteger captured = requireNonNull(parts.get(account)).captures.values().stream()
                .map(entries -> entries.getFirst().amount().minor().abs())
                .reduce(BigInteger.ZERO, BigInteger::add);
        return postings.getFirst().amount().minor().subtract(captured);
    }

    boolean hasEnded(AccountId account) {
        Part part = requireNonNull(parts.get(account));
        return part.ended || part.posted;
    }

    /** What of it was posted on an account so far. */
    List<Entry> posted(AccountId account) {
        return requireNonNull(parts.get(account)).entries();
    }

    /** By asset, what has left one account and not arrived at the other yet. */
    Map<Asset, BigInteger> inTransit(Map<AccountId, Asset> assets) {
        return oppositeSides(assets, false);
    }

    /** By asset, what the boundary has got of it. */
    Map<Asset, BigInteger> boundary(Map<AccountId, Asset> assets) {
        return oppositeSides(assets, true);
    }

    private Map<Asset, BigInteger> oppositeSides(Map<AccountId, Asset> assets, boolean boundary) {
        Map<Asset, BigInteger> sums = new HashMap<>();
        parts.forEach((account, part) -> {
            for (Entry entry : part.entries()) {
                if (entry.counterparty().isBoundary() == boundary) {
                    sums.merge(
                            requireNonNull(assets.get(account)),
                            entry.amount().minor().negate(),
                            BigInteger::add);
                }
            }
        });
        return sums;
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
        parts.values().forEach(part -> {
            posted.add(part.posted);
            open.add(part.reserved && !part.ended && !part.posted);
            reserved.add(part.reserved);
            captures.add(part.captures.keySet());
        });
        unless(posted.equals(Set.of(accepted && !hold)), Check.ALL_OR_NOTHING, "posted %s: %s", posted, name);
        unless(captures.size() == 1, Check.ALL_OR_NOTHING, "captured in part by %s: %s", captures, name);
        unless(open.size() == 1, Check.ALL_OR_NOTHING, "held in part: %s", name);
        unless((accepted && hold) || open.equals(Set.of(false)), Check.HOLDS, "still reserved: %s", name);
        unless(!(accepted && hold) || reserved.equals(Set.of(true)), Check.ALL_OR_NOTHING, "not held: %s", name);
    }

    boolean isOpen() {
        return parts.values().stream().anyMatch(part -> part.reserved && !part.ended && !part.posted);
    }

    boolean isCapturedBy(CommandId command) {
        return parts.values().stream().anyMatch(part -> part.captures.containsKey(command));
    }

    private Part part(AccountEvent event) {
        Part part = parts.get(event.accountId());
        unless(part != null, Check.ORIGIN, "the transaction has no such account: %s", event);
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
