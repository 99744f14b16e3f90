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
    private final Map<AccountId, AuditedAccount> accounts = new HashMap<>();
    private final Map<AccountId, Asset> assets = new HashMap<>();
    private final AuditedTransactions transactions = new AuditedTransactions(sent);
    private final AuditedAnswers answers = new AuditedAnswers(sent, accounts, transactions);

    /** Of each asset, what its events say that all accounts hold. */
    private final Map<Asset, BigInteger> held = new HashMap<>();

    private final Map<Integer, AuditedChain> chains = new HashMap<>();
    private final Map<String, Account> publishedBalances = new HashMap<>();
    private int step;

    Auditor(int shards) {
        this.shards = shards;
    }

    /** A client sends a command. */
    void sent(Command command, int shard) {
        sent.add(command, shard, step);
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
            } else if (output.isTo(Topics.BALANCES)) {
                publishedBalances.put(output.key(), output.balance());
            } else {
                unless(
                        output.isTo(Topics.EVENTS) || output.isTo(Topics.SHARD_MESSAGES),
                        Check.ORIGIN,
                        "unexpected: %s",
                        output);
            }
        }
        if (!outputs.isEmpty()) {
            transactions.conserve(held, assets);
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
        AuditedAccount account = accounts.computeIfAbsent(id, unknown -> new AuditedAccount(unknown, step));
        Instant frozenAt = account.frozenAt();
        Account before = event.version() == 1 ? null : account.at(event.version() - 1);
        account.apply(event);
        assets.put(id, event.asset());
        BigInteger added = event.balance().minor();
        held.merge(
                event.asset(),
                before == null ? added : added.subtract(before.balance().minor()),
                BigInteger::add);
        transactions.apply(event, before, frozenAt, shards);
    }

    /**
     * Nothing is under way any more.
     *
     * @param expired holds with this time or an earlier one have been given back
     */
    void quiet(Instant expired) {
        sent.quiet();
        transactions.quiet(answers, expired);
        transactions.nothingInTransit(assets);
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
