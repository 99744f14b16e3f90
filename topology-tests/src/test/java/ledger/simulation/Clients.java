package ledger.simulation;

import static ledger.testing.RandomValues.oneOf;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction;
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.Particulars;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.language.TransactionId;
import ledger.testing.RandomValues;
import ledger.topics.ShardPartitioner;
import org.jspecify.annotations.Nullable;

/** Sends random commands, valid ones and invalid ones, to a few accounts that everybody uses and some that few use. */
final class Clients {
    private static final Asset EUR = new Asset("EUR", 2);
    private static final Asset JPY = new Asset("JPY", 0);
    private static final List<AccountId> HOT =
            List.of(new AccountId("hot-1"), new AccountId("hot-2"), new AccountId("{a}:hot"));
    private static final List<AccountId> COLD = List.of(
            new AccountId("{a}:fees"),
            new AccountId("{b}:1"),
            new AccountId("{b}:2"),
            new AccountId("cold-1"),
            new AccountId("cold-2"),
            new AccountId("cold-3"));
    private static final List<AccountId> YEN = List.of(new AccountId("yen-1"), new AccountId("yen-2"));
    private static final AccountId NEVER_OPENED = new AccountId("never-opened");
    private static final int MAX_POSTINGS = 6;
    private static final Map<String, String> TOLD = Map.of("a", "b");
    private static final Instant EFFECTIVE = Instant.parse("2025-12-31T23:59:00Z");

    private final SplittableRandom random;
    private final int shards;
    private final List<Command> sent = new ArrayList<>();
    private final List<Command> transactions = new ArrayList<>();

    Clients(SplittableRandom random, int shards) {
        this.random = random;
        this.shards = shards;
    }

    /** Opens most accounts, with money in some. */
    List<Command> setUp() {
        List<Command> commands = new ArrayList<>();
        for (List<AccountId> accounts : List.of(HOT, COLD, YEN)) {
            for (AccountId account : accounts) {
                if (random.nextInt(24) > 0) {
                    commands.add(named(account, null, open(assetOf(account))));
                }
                if (random.nextInt(3) > 0) {
                    Amount amount = Amount.ofMinor(random.nextLong(1, 20_000));
                    commands.add(named(
                            account, null, new Instruction.DepositFunds(amount, assetOf(account), Particulars.NONE)));
                }
            }
        }
        return commands;
    }

    /** The next command: a new one, a former one again, or another one by a former key. */
    Command next() {
        int dice = random.nextInt(20);
        if (dice == 0) {
            return oneOf(random, sent);
        }
        if (dice == 1) {
            Command former = sent.get(Math.max(0, sent.size() - 1 - random.nextInt(5)));
            // A shard knows the keys that it has decided; the API looks after those of other shards.
            Command other = fresh(former.id());
            return shardOf(other) == shardOf(former) ? other : former;
        }
        Command command = fresh(new CommandId("c" + sent.size()));
        sent.add(command);
        if (command.instruction() instanceof Instruction.PostTransaction
                || command.instruction() instanceof Instruction.ReverseTransaction
                || command.instruction() instanceof Instruction.DepositFunds) {
            transactions.add(command);
        }
        return command;
    }

    private int shardOf(Command command) {
        return ShardPartitioner.shardOf(command.accountId().value(), shards);
    }

    private Command named(AccountId account, @Nullable Long version, Instruction instruction) {
        Command command = new Command(new CommandId("c" + sent.size()), account, version, instruction);
        sent.add(command);
        return command;
    }

    private Command fresh(CommandId id) {
        int dice = random.nextInt(100);
        if (dice < 50) {
            Instruction.PostTransaction transaction = transaction();
            Long version = random.nextInt(30) == 0 ? (Long) version() : null;
            return new Command(id, transaction.home(id), version, transaction);
        }
        if (dice < 74 && !transactions.isEmpty()) {
            return followUp(id);
        }
        AccountId account = account();
        Long version = random.nextInt(10) == 0 ? (Long) version() : null;
        return new Command(id, account, version, ofAccount(account));
    }

    private Instruction.PostTransaction transaction() {
        int postings = random.nextBoolean() ? 1 : random.nextInt(1, MAX_POSTINGS + 1);
        boolean pending = random.nextInt(5) < 2;
        Duration expiresIn = pending && random.nextBoolean() ? Duration.ofMillis(random.nextLong(1, 6000)) : null;
        return new Instruction.PostTransaction(
                IntStream.range(0, postings).mapToObj(i -> posting()).toList(), pending, expiresIn, particulars());
    }

    private Posting posting() {
        AccountId from = random.nextInt(12) == 0 ? AccountId.WORLD : account();
        AccountId to = random.nextInt(12) == 0 ? AccountId.WORLD : account();
        Asset asset = assetOf(from.isBoundary() ? to : from);
        // Mostly both in one currency and different, as people do; the others are refused.
        while (random.nextInt(15) > 0
                && (from.equals(to)
                        || (!from.isBoundary()
                                && !to.isBoundary()
                                && !assetOf(to).equals(asset)))) {
            to = account();
        }
        return new Posting(from, to, amount(), asset);
    }

    private Command followUp(CommandId id) {
        Command made = transactions.get(
                random.nextInt(4) == 0
                        ? random.nextInt(transactions.size())
                        : Math.max(0, transactions.size() - 1 - random.nextInt(6)));
        TransactionId transaction =
                random.nextInt(20) == 0 ? new TransactionId("unknown") : TransactionId.of(made.id());
        Instruction instruction = switch (random.nextInt(6)) {
            case 0, 1, 2 ->
                new Instruction.CaptureTransaction(
                        transaction, random.nextBoolean() ? null : captured(), random.nextInt(3) == 0);
            case 3 -> new Instruction.VoidTransaction(transaction);
            default ->
                new Instruction.ReverseTransaction(
                        transaction, random.nextBoolean() ? "returned" : null, random.nextBoolean() ? Map.of() : TOLD);
        };
        Long version = random.nextInt(12) == 0 ? (Long) version() : null;
        return new Command(id, made.accountId(), version, instruction);
    }

    /** Now and then with more decimals than the currency has. */
    private BigDecimal captured() {
        BigInteger minor = random.nextInt(3) == 0 ? amount().minor() : BigInteger.valueOf(random.nextInt(1, 200));
        return new BigDecimal(minor, random.nextInt(20) == 0 ? EUR.scale() + 1 : EUR.scale());
    }

    private Instruction ofAccount(AccountId account) {
        Asset asset = random.nextInt(25) == 0 ? JPY : assetOf(account);
        return switch (random.nextInt(14)) {
            case 0 -> open(asset);
            case 1, 2 -> new Instruction.UpdateAccount(change(), change(), pairs());
            case 3 -> new Instruction.FreezeAccount();
            case 4, 5, 6 -> new Instruction.UnfreezeAccount();
            case 7 -> random.nextInt(4) == 0 ? new Instruction.CloseAccount() : new Instruction.UnfreezeAccount();
            case 8, 9, 10, 11 -> new Instruction.DepositFunds(amount(), asset, particulars());
            default -> new Instruction.WithdrawFunds(amount(), asset, particulars());
        };
    }

    private Instruction open(Asset asset) {
        Amount overdraft = random.nextInt(4) == 0 ? null : Amount.ofMinor(random.nextBoolean() ? 0 : 5_000);
        Amount maximum = random.nextInt(4) == 0 ? Amount.ofMinor(20_000) : null;
        return new Instruction.OpenAccount(
                asset, new Limits(overdraft, maximum), random.nextInt(3) == 0 ? TOLD : Map.of());
    }

    private @Nullable LimitChange change() {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> new LimitChange(null);
            default -> new LimitChange(BigDecimal.valueOf(random.nextInt(0, 300), random.nextInt(8) == 0 ? 1 : 0));
        };
    }

    private Map<String, Optional<String>> pairs() {
        return switch (random.nextInt(3)) {
            case 0 -> Map.of();
            case 1 -> Map.of("tier", Optional.of("gold"));
            default -> Map.of("tier", Optional.empty(), "a", Optional.of("c"));
        };
    }

    private Particulars particulars() {
        return random.nextInt(3) > 0
                ? Particulars.NONE
                : new Particulars(
                        random.nextBoolean() ? "reference" : null,
                        random.nextBoolean() ? EFFECTIVE.plusMillis(random.nextInt(100_000)) : null,
                        random.nextBoolean() ? TOLD : Map.of());
    }

    private Amount amount() {
        // Now and then so much that sums leave the range.
        return random.nextInt(100) == 0
                ? new Amount(RandomValues.LARGEST)
                : Amount.ofMinor(random.nextLong(1, random.nextInt(4) == 0 ? 12_000 : 2_500));
    }

    /** One that an account may be at. */
    private long version() {
        return random.nextBoolean() ? random.nextLong(1, 4) : random.nextLong(1, 12);
    }

    private AccountId account() {
        return switch (random.nextInt(80)) {
            case 0 -> NEVER_OPENED;
            case 1, 2, 3, 4, 5, 6 -> oneOf(random, YEN);
            case 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26 -> oneOf(random, COLD);
            default -> oneOf(random, HOT);
        };
    }

    private static Asset assetOf(AccountId account) {
        return YEN.contains(account) ? JPY : EUR;
    }
}
