package ledger.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import ledger.faults.Sent.Expected;
import ledger.integration.Api;

/** What one client sends: deposits, withdrawals, transfers, holds and what ends them, openings, and what is refused. */
final class Traffic {
    private static final int SHARED_ACCOUNTS = 16;
    private static final long MAX_CENTS = 2_000;
    private static final int PERCENT = 100;

    /** A hold that was accepted and is open. */
    private record Hold(String key, String from, String to, long cents) {}

    private final String client;
    private final Random random;
    private final List<String> own = new ArrayList<>();
    private final Deque<Hold> holds = new ArrayDeque<>();
    private int sent;

    Traffic(int client, long seed) {
        this.client = "c" + client;
        this.random = new Random(seed * 31 + client);
    }

    /** Accounts that all clients move money on: half of them share a shard two by two. */
    static List<String> sharedAccounts() {
        return IntStream.range(0, SHARED_ACCOUNTS)
                .mapToObj(i -> i % 2 == 0 ? "shared:" + i : "{pair" + i / 4 + "}:" + i)
                .toList();
    }

    /** The next command. */
    Sent next() {
        int dice = random.nextInt(PERCENT);
        if (dice < 4) {
            return Sent.opening("own:" + client + ":" + sent++);
        } else if (dice < 34) {
            return deposit(any());
        } else if (dice < 46) {
            return withdrawal(any());
        } else if (dice < 74) {
            return transfer();
        } else if (dice < 84) {
            return hold();
        } else if (dice < 94) {
            return holds.isEmpty() ? deposit(any()) : endOf(holds.remove());
        }
        return refused(dice);
    }

    /** It was settled: what follows from it is sent later. */
    void settled(Sent command) {
        if (!command.settled().isAccepted()) {
            return;
        }
        command.opened().ifPresent(own::add);
        if (!command.effects().reserved().isEmpty() && command.path().equals("/v1/transactions")) {
            command.effects()
                    .reserved()
                    .forEach((from, cents) -> holds.add(new Hold(command.key(), from, other(from), cents)));
        }
    }

    private Sent deposit(String account) {
        long cents = cents();
        return money(Api.account(account) + "/deposits", cents, Effects.of(account, cents), Expected.ACCEPTED);
    }

    private Sent withdrawal(String account) {
        long cents = cents();
        return money(Api.account(account) + "/withdrawals", cents, Effects.of(account, -cents), Expected.EITHER);
    }

    private Sent money(String path, long cents, Effects effects, Expected expected) {
        return new Sent(key(), path, Api.money(text(cents)), effects, expected);
    }

    private Sent transfer() {
        String from = any();
        String to = any();
        if (to.equals(from)) {
            return deposit(from);
        }
        long cents = cents();
        return transaction(from, to, cents, "", Effects.transfer(from, to, cents), Expected.EITHER);
    }

    private Sent hold() {
        String from = any();
        long cents = cents();
        return transaction(
                from, other(from), cents, ",\"pending\":true", Effects.reservation(from, cents), Expected.EITHER);
    }

    private Sent transaction(String from, String to, long cents, String more, Effects effects, Expected expected) {
        return new Sent(
                key(), "/v1/transactions", "{" + Api.postings(from, to, text(cents)) + more + "}", effects, expected);
    }

    private Sent endOf(Hold hold) {
        String path = "/v1/transactions/" + hold.key();
        if (random.nextBoolean()) {
            return new Sent(
                    key(), path + "/void", "", Effects.NONE.releasing(hold.from(), hold.cents()), Expected.ACCEPTED);
        }
        long cents = 1 + random.nextLong(hold.cents());
        return new Sent(
                key(),
                path + "/capture",
                "{\"amount\":\"" + text(cents) + "\",\"final\":true}",
                Effects.transfer(hold.from(), hold.to(), cents).releasing(hold.from(), hold.cents()),
                Expected.ACCEPTED);
    }

    private Sent refused(int dice) {
        String account = any();
        return switch (dice % 3) {
            case 0 -> money(Api.account(account) + "/withdrawals", 1L << 50, Effects.NONE, Expected.REJECTED);
            case 1 -> money(Api.account("nobody:" + client) + "/deposits", 1, Effects.NONE, Expected.REJECTED);
            default ->
                new Sent(key(), Api.account(account) + "/deposits", Api.money("1.001"), Effects.NONE, Expected.INVALID);
        };
    }

    private String key() {
        return client + "-" + sent++;
    }

    private String any() {
        List<String> shared = sharedAccounts();
        int index = random.nextInt(shared.size() + own.size());
        return index < shared.size() ? shared.get(index) : own.get(index - shared.size());
    }

    /** Where what is held goes: always the same one, so that what ends a hold knows it. */
    private static String other(String account) {
        List<String> shared = sharedAccounts();
        int index = shared.indexOf(account);
        return shared.get(Math.floorMod(index < 0 ? account.hashCode() : index + 2, shared.size()));
    }

    private long cents() {
        return 1 + random.nextLong(MAX_CENTS);
    }

    static String text(long cents) {
        return cents / 100 + "." + (cents % 100 < 10 ? "0" : "") + cents % 100;
    }
}
