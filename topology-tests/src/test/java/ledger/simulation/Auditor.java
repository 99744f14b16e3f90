package ledger.simulation;

import static java.util.Objects.requireNonNull;
import static ledger.simulation.Violation.unless;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;

/**
 * Checks the promises of the ledger on what anybody can see: the commands that were sent and the records that were
 * committed. It is written from the promises, in plain maps, and shares nothing with the code that decides.
 */
final class Auditor {
    private final int shards;
    private final SentCommands sent = new SentCommands();
    private final AuditedEffects effects = new AuditedEffects();
    private final Map<AccountId, AuditedAccount> accounts = new HashMap<>();
    private final AuditedTransactions transactions;
    private final AuditedAnswers answers;

    /** Of each asset, what its events say that all accounts hold. */
    private final Map<Asset, BigInteger> held = new HashMap<>();

    private final Map<Integer, AuditedChain> chains = new HashMap<>();
    private final Map<String, Account> publishedBalances = new HashMap<>();
    private int step;

    Auditor(int shards) {
        this.shards = shards;
        transactions = new AuditedTransactions(sent, effects, shards);
        answers = new AuditedAnswers(sent, accounts, transactions, effects);
    }

    /** A client sends a command. */
    void sent(Command command, int shard, Instant at) {
        sent.add(command, shard, step, at);
    }

    /** A shard has committed these records. */
    void published(int shard, List<Output> outputs, Instant now) {
        step++;
        for (Output output : outputs) {
            if (output.isTo(Topics.EVENTS)) {
                chains.computeIfAbsent(shard, _ -> new AuditedChain()).next(output);
                event(shard, output, now);
            }
        }
        for (Output output : outputs) {
            if (output.isTo(Topics.OUTCOMES)) {
                answers.published(shard, output, step);
            } else {
                unless(
                        output.isTo(Topics.EVENTS)
                                || output.isTo(Topics.BALANCES)
                                || output.isTo(Topics.SHARD_MESSAGES),
                        Check.ORIGIN,
                        "unexpected: %s",
                        output);
            }
        }
        outputs.stream().filter(output -> output.isTo(Topics.BALANCES)).forEach(this::publish);
        if (!outputs.isEmpty()) {
            transactions.conserve(held);
        }
    }

    private void event(int shard, Output output, Instant now) {
        AccountEvent event = output.event();
        AccountId id = event.accountId();
        unless(
                output.key().equals(id.value()) && ShardPartitioner.shardOf(id.value(), shards) == shard,
                Check.ORIGIN,
                "shard %s has written %s",
                shard,
                output);
        unless(!event.recordedAt().isAfter(now), Check.ORIGIN, "%s is recorded in the future", event);
        AuditedAccount account = accounts.computeIfAbsent(id, AuditedAccount::new);
        Instant frozenAt = account.frozenAt();
        Account before = event.version() == 1 ? null : account.at(event.version() - 1);
        boolean reserved = event.transactionId() != null && account.hasReserved(event.transactionId());
        account.apply(event, step);
        BigInteger added = event.balance().minor();
        held.merge(
                event.asset(),
                before == null ? added : added.subtract(before.balance().minor()),
                BigInteger::add);
        transactions.apply(event, new AuditedTransactions.Before(before, reserved, frozenAt), step);
    }

    /** The published balance of an account is what it was at that version, and the version only grows. */
    private void publish(Output output) {
        Account published = output.balance();
        AuditedAccount account = accounts.get(published.id());
        Account former = publishedBalances.put(output.key(), published);
        unless(
                output.key().equals(published.id().value())
                        && account != null
                        && published.equals(account.at(published.version()))
                        && (former == null || former.version() < published.version()),
                Check.PUBLISHED_BALANCES,
                "%s was published after %s",
                published,
                former);
    }

    /**
     * Nothing is under way any more.
     *
     * @param expired holds with this time or an earlier one have been given back
     */
    void quiet(Instant expired) {
        sent.quiet();
        transactions.quiet(answers, expired);
        transactions.nothingInTransit();
        Map<String, Account> last = new HashMap<>();
        accounts.forEach((id, account) -> last.put(id.value(), account.now()));
        publishedBalances.forEach((id, balance) -> unless(
                balance.equals(last.get(id)),
                Check.PUBLISHED_BALANCES,
                "%s was published, it is %s",
                balance,
                requireNonNull(last.get(id))));
        unless(publishedBalances.keySet().equals(last.keySet()), Check.PUBLISHED_BALANCES, "some were never published");
        chains.values().forEach(AuditedChain::quiet);
    }
}
