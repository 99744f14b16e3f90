package ledger.commands.domain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountClosed;
import ledger.language.AccountChange.AccountFrozen;
import ledger.language.Asset;
import ledger.language.Instruction;
import ledger.language.Instruction.CloseAccount;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.FreezeAccount;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.UnfreezeAccount;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Instruction.WithdrawFunds;

/** Accounts and commands as sentences, for tables. */
final class Sentences {
    private static final String LARGEST = "1701411834604692317316873037158841057.27";
    private static final String TOO_LARGE = "1701411834604692317316873037158841057.28";

    private Sentences() {}

    /**
     * The history of an account in euros: {@code no account}, {@code empty}, or any of {@code balance 1.00},
     * {@code reserved 1.00}, {@code overdraft 1.00}, {@code max 1.00}, {@code frozen}, {@code closed}, with commas between.
     * Limits of 0 and none are not told.
     */
    static List<AccountChange> account(String sentence) {
        if (sentence.equals("no account")) {
            return List.of();
        }
        Map<String, String> facts = facts(sentence.split(", ", -1));
        List<AccountChange> history = new ArrayList<>();
        history.add(Words.opened(facts.getOrDefault("overdraft", "0"), facts.getOrDefault("max", "none")));
        if (facts.containsKey("balance")) {
            String balance = facts.get("balance");
            history.add(balance.startsWith("-") ? Words.withdrawn(balance.substring(1)) : Words.deposited(balance));
        }
        if (facts.containsKey("reserved")) {
            history.add(Words.reserved(facts.get("reserved")));
        }
        if (facts.containsKey("frozen")) {
            history.add(new AccountFrozen());
        }
        if (facts.containsKey("closed")) {
            history.add(new AccountClosed());
        }
        return history;
    }

    /** The instruction of {@code open}, {@code deposit 1.00 EUR}, {@code set overdraft 1, max none}, {@code close} … */
    static Instruction instruction(String sentence) {
        String[] words = numbers(sentence).split(" ", -1);
        return switch (words[0]) {
            case "open" -> Words.open();
            case "freeze" -> new FreezeAccount();
            case "unfreeze" -> new UnfreezeAccount();
            case "close" -> new CloseAccount();
            case "set" -> {
                Map<String, String> limits =
                        facts(sentence.substring("set ".length()).split(", ", -1));
                yield new UpdateAccount(
                        limits.containsKey("overdraft") ? Words.change(limits.get("overdraft")) : null,
                        limits.containsKey("max") ? Words.change(limits.get("max")) : null,
                        Map.of());
            }
            case "deposit" -> {
                Asset asset = asset(words[2]);
                yield new DepositFunds(asset.fromMajor(new BigDecimal(words[1])), asset, Particulars.NONE);
            }
            case "withdraw" -> {
                Asset asset = asset(words[2]);
                yield new WithdrawFunds(asset.fromMajor(new BigDecimal(words[1])), asset, Particulars.NONE);
            }
            default -> throw new IllegalArgumentException("unknown command: " + sentence);
        };
    }

    /** Details as in {@code available 1.00, requested 2.00}: texts, but for versions; {@code too-fine /amount}: malformed. */
    static Object[] details(String sentence) {
        List<Object> details = new ArrayList<>();
        for (String detail :
                sentence.isEmpty() ? new String[0] : numbers(sentence).split(", ", -1)) {
            String[] words = detail.split(" ", -1);
            switch (words[0]) {
                case "too-fine" ->
                    details.addAll(List.of("pointer", words[1], "problem", "must have at most 2 decimals, as EUR has"));
                case "expectedVersion" -> details.addAll(List.of(words[0], Long.valueOf(words[1])));
                default -> details.addAll(List.of(words[0], words[1]));
            }
        }
        return details.toArray();
    }

    private static Map<String, String> facts(String[] sentences) {
        Map<String, String> facts = new HashMap<>();
        for (String fact : sentences) {
            String[] words = numbers(fact).split(" ", -1);
            if (!Set.of("empty", "balance", "reserved", "overdraft", "max", "frozen", "closed")
                    .contains(words[0])) {
                throw new IllegalArgumentException("unknown: " + fact);
            }
            facts.put(words[0], words.length > 1 ? words[1] : "");
        }
        return facts;
    }

    private static Asset asset(String code) {
        return new Asset(code, code.equals("JPY") ? 0 : 2);
    }

    private static String numbers(String sentence) {
        return sentence.replace("LARGEST", LARGEST).replace("TOO-LARGE", TOO_LARGE);
    }
}
