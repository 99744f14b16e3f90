package ledger.simulation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.language.TransactionId;
import ledger.topics.ShardPartitioner;
import org.jspecify.annotations.Nullable;

/** A plan in which most of what a ledger can do is done once, on three shards, one command after the other. */
final class DayPlan {
    static final Asset EUR = new Asset("EUR", 2);
    static final Asset JPY = new Asset("JPY", 0);
    static final Map<String, String> METADATA = Map.of("order", "9");
    static final Instant EFFECTIVE = Instant.parse("2025-12-31T12:00:00Z");

    /** Of the first shard, as is {@link #PETTY}; the others are of one shard each. */
    static final AccountId CASH = inShard(0, "cash-");

    static final AccountId PETTY = inShard(0, "petty-");
    static final AccountId SHOP = inShard(1, "shop-");
    static final AccountId FEES = inShard(2, "fees-");

    static final List<Posting> BORROWED = List.of(of(PETTY, CASH, 10), of(PETTY, CASH, 5_000), of(CASH, PETTY, 5_000));

    private static final int SHARDS = 3;
    private final List<Step> steps = new ArrayList<>();

    private DayPlan() {}

    static Plan make() {
        DayPlan day = new DayPlan();
        for (AccountId account : List.of(CASH, PETTY, SHOP, FEES)) {
            day.send("open-" + account, account, new Instruction.OpenAccount(EUR, Limits.NONE_BELOW_ZERO, METADATA));
        }
        day.settle("salary", CASH, new DepositFunds(Amount.ofMinor(10_000), EUR, told()));
        day.settle("petty", PETTY, new DepositFunds(Amount.ofMinor(500), EUR, told()));
        day.settle(
                "split", CASH, post(List.of(of(CASH, SHOP, 1_000), of(CASH, FEES, 500), of(SHOP, PETTY, 100)), false));
        day.settle("plain", CASH, post(List.of(of(CASH, PETTY, 50)), false));
        day.holds();
        day.refusals();
        day.settle("freeze", PETTY, new Instruction.FreezeAccount());
        day.settle("from-frozen", PETTY, new WithdrawFunds(Amount.ofMinor(90_000), EUR, Particulars.NONE));
        day.settle("reverse", CASH, reverse("split"));
        day.settle("unfreeze", PETTY, new Instruction.UnfreezeAccount());
        day.settle("refund", CASH, reverse("split"));
        day.settle("refund-plain", CASH, reverse("plain"));
        for (int shard = 0; shard < SHARDS; shard++) {
            day.steps.add(new Step.Crash(shard));
        }
        day.settle("freeze", PETTY, new Instruction.FreezeAccount());
        day.settle("unfreeze-again", PETTY, new Instruction.UnfreezeAccount());
        day.settle("refund-again", CASH, reverse("split"));
        day.settle("refund-plain-again", CASH, reverse("plain"));
        return new Plan(SHARDS, day.steps);
    }

    private void holds() {
        settle("hold", CASH, post(List.of(of(CASH, SHOP, 2_000)), true));
        settle("hold-two", CASH, post(List.of(of(CASH, SHOP, 100), of(CASH, FEES, 200)), true));
        settle("hold-plain", CASH, post(List.of(of(CASH, PETTY, 50)), true));
        settle("capture-1", CASH, capture("hold", "5.00", false));
        settle("capture-2", CASH, capture("hold", "6.00", true));
        settle("capture-two", CASH, capture("hold-two", null, false));
        settle("capture-late", CASH, capture("hold", "1.00", false));
        settle("refund-pending", CASH, reverse("hold-plain"));
    }

    private void refusals() {
        settle("too-much", CASH, post(List.of(of(CASH, PETTY, 1), of(CASH, PETTY, 90_000)), false));
        settle("half-way", CASH, post(List.of(of(CASH, SHOP, 100), of(FEES, SHOP, 90_000)), false));
        // What comes back later can't be spent before.
        settle("borrowed", PETTY, post(BORROWED, false));
        settle("yen", CASH, new DepositFunds(Amount.ofMinor(100), JPY, Particulars.NONE));
        steps.add(new Step.Send(new Command(
                new CommandId("conditional"), CASH, 1L, new DepositFunds(Amount.ofMinor(1), EUR, Particulars.NONE))));
        steps.add(new Step.Settle());
    }

    private void settle(String key, AccountId account, Instruction instruction) {
        send(key, account, instruction);
        steps.add(new Step.Settle());
    }

    private void send(String key, AccountId account, Instruction instruction) {
        steps.add(new Step.Send(new Command(new CommandId(key), account, null, instruction)));
    }

    static Posting of(AccountId from, AccountId to, long minor) {
        return new Posting(from, to, Amount.ofMinor(minor), EUR);
    }

    static PostTransaction post(List<Posting> postings, boolean pending) {
        return new PostTransaction(postings, pending, null, told());
    }

    private static Particulars told() {
        return new Particulars("order 9", EFFECTIVE, METADATA);
    }

    private static CaptureTransaction capture(String hold, @Nullable String amount, boolean isFinal) {
        return new CaptureTransaction(new TransactionId(hold), amount == null ? null : new BigDecimal(amount), isFinal);
    }

    static ReverseTransaction reverse(String transaction) {
        return new ReverseTransaction(new TransactionId(transaction), "returned", METADATA);
    }

    private static AccountId inShard(int shard, String prefix) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> prefix + i)
                .filter(id -> ShardPartitioner.shardOf(id, SHARDS) == shard)
                .map(AccountId::new)
                .findFirst()
                .orElseThrow();
    }
}
