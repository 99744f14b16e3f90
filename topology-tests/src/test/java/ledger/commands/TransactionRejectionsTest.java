package ledger.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Assets;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.CloseAccount;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.FreezeAccount;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Why transactions are refused, in the documented order: of what holds in each row, the first is given, whether all
 * accounts live in one shard or each in another, and not a cent moves.
 */
@TestInstance(Lifecycle.PER_CLASS)
class TransactionRejectionsTest {
    private static final Assets ASSETS = Assets.iso4217();
    private static final Pattern POSTING = Pattern.compile("(\\S+)>(\\S+) (\\S+) (\\S+)");

    /** The same world in one shard and spread over three. */
    private final List<World> worlds = List.of(new World(1), new World(3));

    @BeforeAll
    void begin() {
        worlds.forEach(World::begin);
    }

    @AfterAll
    void end() {
        worlds.forEach(world -> world.shards.close());
    }

    /**
     * alice has 100.00 EUR and holds 30.00 of it for others; mary may have 10.00 at most; fred is frozen, clara is closed,
     * dora is kept in dollars, rich may overdraw without limit; zed was never opened.
     */
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # command                                       | If-Match | is refused for          | although there is also
            alice>zed 1.00 EUR                              |          | ACCOUNT_NOT_FOUND       |
            zed>alice 1.00 EUR                              | 7        | ACCOUNT_NOT_FOUND       | VERSION_MISMATCH
            alice>bob 1.00 EUR, fred>zed 1.00 EUR           | 99       | ACCOUNT_NOT_FOUND       | VERSION_MISMATCH
            alice>clara 1.00 EUR, bob>zed 1.00 EUR          |          | ACCOUNT_NOT_FOUND       | ACCOUNT_CLOSED
            alice>bob 900.00 EUR, bob>zed 1.00 USD          |          | ACCOUNT_NOT_FOUND       | INSUFFICIENT_FUNDS
            capture unknown                                 | 99       | TRANSACTION_NOT_FOUND   | VERSION_MISMATCH
            void unknown                                    |          | TRANSACTION_NOT_FOUND   |
            reverse unknown                                 |          | TRANSACTION_NOT_FOUND   |
            alice>bob 1.00 EUR                              | 99       | VERSION_MISMATCH        |
            alice>clara 1.00 EUR                            | 99       | VERSION_MISMATCH        | ACCOUNT_CLOSED
            capture posted                                  | 99       | VERSION_MISMATCH        | TRANSACTION_NOT_PENDING
            alice>clara 1.00 EUR                            |          | ACCOUNT_CLOSED          |
            clara>alice 1.00 EUR                            |          | ACCOUNT_CLOSED          |
            alice>fred 1.00 EUR, bob>clara 1.00 EUR         |          | ACCOUNT_CLOSED          | ACCOUNT_FROZEN
            alice>bob 900.00 EUR, bob>clara 1.00 EUR        |          | ACCOUNT_CLOSED          | INSUFFICIENT_FUNDS
            alice>fred 1.00 EUR                             |          | ACCOUNT_FROZEN          |
            fred>alice 1.00 EUR                             |          | ACCOUNT_FROZEN          |
            alice>dora 1.00 EUR, alice>fred 1.00 EUR        |          | ACCOUNT_FROZEN          | CURRENCY_MISMATCH
            capture of-frozen                               |          | ACCOUNT_FROZEN          |
            capture of-frozen 900.00                        |          | ACCOUNT_FROZEN          | AMOUNT_EXCEEDS_PENDING
            reverse to-frozen                               |          | ACCOUNT_FROZEN          | INSUFFICIENT_FUNDS
            alice>dora 1.00 EUR                             |          | CURRENCY_MISMATCH       |
            alice>bob 1.00 USD                              |          | CURRENCY_MISMATCH       |
            alice>bob 900.00 EUR, alice>alice 1.00 USD      |          | CURRENCY_MISMATCH       | SAME_ACCOUNT
            alice>alice 1.00 EUR                            |          | SAME_ACCOUNT            |
            @world>@world 1.00 EUR                          |          | SAME_ACCOUNT            |
            alice>bob 900.00 EUR, mary>mary 1.00 EUR        |          | SAME_ACCOUNT            | INSUFFICIENT_FUNDS
            capture posted                                  |          | TRANSACTION_NOT_PENDING |
            capture posted 900.00                           |          | TRANSACTION_NOT_PENDING | AMOUNT_EXCEEDS_PENDING
            void posted                                     |          | TRANSACTION_NOT_PENDING |
            capture voided                                  |          | TRANSACTION_NOT_PENDING |
            void voided                                     |          | TRANSACTION_NOT_PENDING |
            capture reversed                                |          | TRANSACTION_NOT_PENDING |
            reverse pending                                 |          | TRANSACTION_NOT_PENDING |
            reverse voided                                  |          | TRANSACTION_NOT_PENDING |
            capture expired                                 |          | TRANSACTION_EXPIRED     |
            capture expired 900.00                          |          | TRANSACTION_EXPIRED     | AMOUNT_EXCEEDS_PENDING
            void expired                                    |          | TRANSACTION_EXPIRED     |
            reverse expired                                 |          | TRANSACTION_EXPIRED     |
            reverse reversed                                |          | ALREADY_REVERSED        |
            capture pending 0.001                           |          | INVALID_REQUEST         |
            capture several 1.00                            |          | INVALID_REQUEST         |
            capture pending 10.01                           |          | AMOUNT_EXCEEDS_PENDING  |
            alice>bob 70.01 EUR                             |          | INSUFFICIENT_FUNDS      |
            alice>@world 70.01 EUR                          |          | INSUFFICIENT_FUNDS      |
            alice>mary 40.00 EUR, alice>bob 40.00 EUR       |          | INSUFFICIENT_FUNDS      | BALANCE_LIMIT_EXCEEDED
            hold alice>bob 70.01 EUR                        |          | INSUFFICIENT_FUNDS      |
            reverse spent                                   |          | INSUFFICIENT_FUNDS      |
            alice>mary 10.01 EUR                            |          | BALANCE_LIMIT_EXCEEDED  |
            @world>mary 10.01 EUR, mary>@world 10.01 EUR    |          | BALANCE_LIMIT_EXCEEDED  |
            hold @world>mary 10.01 EUR                      |          | BALANCE_LIMIT_EXCEEDED  |
            rich>bob MAX EUR, rich>bob MAX EUR              |          | AMOUNT_OVERFLOW         |
            """)
    void theFirstReasonIsGiven(
            String command, @Nullable Long ifMatch, RejectionReason reason, @Nullable RejectionReason alsoTrue) {
        for (World world : worlds) {
            world.assertRejected(command, ifMatch, reason);
        }
        if (alsoTrue != null) {
            assertThat(reason).as("comes before " + alsoTrue).isLessThan(alsoTrue);
        }
    }

    private static final class World {
        private final Shards shards;
        private final Map<String, AccountId> accounts = new HashMap<>();
        private final Map<String, Command> transactions = new HashMap<>();
        private int keys;

        World(int count) {
            shards = new Shards(count);
            accounts.put("@world", AccountId.WORLD);
            List<String> names = List.of("alice", "bob", "mary", "fred", "clara", "dora", "rich", "zed", "spender");
            for (int i = 0; i < names.size(); i++) {
                accounts.put(names.get(i), new AccountId(shards.account(i % count, i)));
            }
        }

        void begin() {
            for (String name : List.of("alice", "bob", "fred", "clara", "spender")) {
                open(name, "EUR", Limits.NONE_BELOW_ZERO);
            }
            open("mary", "EUR", new Limits(Amount.ZERO, Amount.ofMinor(10_00)));
            open("dora", "USD", Limits.NONE_BELOW_ZERO);
            open("rich", "EUR", new Limits(null, null));
            done("alice", new DepositFunds(Amount.ofMinor(100_00), asset("EUR"), Particulars.NONE));
            transactions.put("pending", done("hold alice>bob 10.00 EUR"));
            transactions.put("several", done("hold alice>bob 10.00 EUR, alice>mary 1.00 EUR"));
            transactions.put("of-frozen", done("hold alice>fred 9.00 EUR"));
            transactions.put("posted", done("@world>bob 5.00 EUR"));
            transactions.put("to-frozen", done("@world>fred 5.00 EUR"));
            done("fred>bob 1.00 EUR");
            transactions.put("voided", done("hold alice>bob 1.00 EUR"));
            done("void voided");
            transactions.put("reversed", done("alice>bob 1.00 EUR"));
            done("reverse reversed");
            transactions.put("spent", done("@world>spender 5.00 EUR"));
            done("spender>bob 0.01 EUR");
            transactions.put("expired", done("brief alice>bob 1.00 EUR"));
            shards.pass(Duration.ofSeconds(2));
            done("fred", new FreezeAccount());
            done("clara", new CloseAccount());
        }

        void assertRejected(String text, @Nullable Long ifMatch, RejectionReason reason) {
            Command command = command(text, ifMatch);
            int before = shards.events.size();
            Rejection rejection = (Rejection) shards.decide(command).result();
            assertThat(rejection.reason()).isEqualTo(reason);
            assertNothingMoved(shards.events.subList(before, shards.events.size()));
        }

        /** Between shards, something may have been reserved and released again. */
        private static void assertNothingMoved(List<AccountEvent> events) {
            Map<AccountId, AccountEvent> first = new HashMap<>();
            for (AccountEvent event : events) {
                AccountEvent reserved = first.putIfAbsent(event.accountId(), event);
                if (reserved != null) {
                    assertThat(event.balance()).isEqualTo(reserved.balance());
                    assertThat(event.reservations()).isEqualTo(reserved.reservations() - 1);
                    first.remove(event.accountId());
                }
            }
            assertThat(first).as("reserved and not released").isEmpty();
        }

        private void open(String name, String currency, Limits limits) {
            done(name, new OpenAccount(asset(currency), limits, Map.of()));
        }

        private Command done(String text) {
            return done(command(text, null));
        }

        private void done(String account, Instruction instruction) {
            var _ = done(new Command(key(), account(account), null, instruction));
        }

        private Command done(Command command) {
            assertThat(shards.decide(command).result()).as("%s", command).isNotInstanceOf(Rejection.class);
            return command;
        }

        private AccountId account(String name) {
            return Objects.requireNonNull(accounts.get(name), name);
        }

        private CommandId key() {
            keys++;
            return new CommandId("key-" + keys);
        }

        private Command command(String text, @Nullable Long ifMatch) {
            String[] words = text.split(" ", 2);
            return switch (words[0]) {
                case "capture", "void", "reverse" -> change(words[0], words[1].split(" ", -1), ifMatch);
                case "hold" -> post(words[1], true, null, ifMatch);
                case "brief" -> post(words[1], true, Duration.ofSeconds(1), ifMatch);
                default -> post(text, false, null, ifMatch);
            };
        }

        private Command change(String verb, String[] words, @Nullable Long ifMatch) {
            Command made = transactions.get(words[0]);
            TransactionId id = made == null ? new TransactionId(words[0]) : TransactionId.of(made.id());
            AccountId home = made == null ? account("alice") : made.accountId();
            Instruction instruction = switch (verb) {
                case "capture" ->
                    new CaptureTransaction(id, words.length == 1 ? null : new BigDecimal(words[1]), false);
                case "void" -> new VoidTransaction(id);
                default -> new ReverseTransaction(id, null, Map.of());
            };
            return new Command(key(), home, ifMatch, instruction);
        }

        private Command post(String text, boolean pending, @Nullable Duration expiresIn, @Nullable Long ifMatch) {
            List<Posting> postings =
                    Arrays.stream(text.split(", ", -1)).map(this::posting).toList();
            PostTransaction post = new PostTransaction(postings, pending, expiresIn, Particulars.NONE);
            CommandId key = key();
            return new Command(key, post.home(key), ifMatch, post);
        }

        private Posting posting(String text) {
            Matcher parts = POSTING.matcher(text);
            assertThat(parts.matches()).as(text).isTrue();
            Asset asset = asset(parts.group(4));
            Amount amount = parts.group(3).equals("MAX")
                    ? new Amount(BigInteger.TWO.pow(127).subtract(BigInteger.ONE))
                    : asset.fromMajor(new BigDecimal(parts.group(3)));
            return new Posting(account(parts.group(1)), account(parts.group(2)), amount, asset);
        }

        private static Asset asset(String code) {
            return ASSETS.find(code).orElseThrow();
        }
    }
}
