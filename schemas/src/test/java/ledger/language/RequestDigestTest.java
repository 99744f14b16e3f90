package ledger.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.CloseAccount;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.FreezeAccount;
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.UnfreezeAccount;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Instruction.WithdrawFunds;
import ledger.testing.Mutations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RequestDigestTest {
    private static final AccountId ALICE = new AccountId("alice");
    private static final AccountId BOB = new AccountId("bob");
    private static final Asset EUR = new Asset("EUR", 2);
    private static final TransactionId TRANSACTION = new TransactionId("t-1");
    private static final Map<String, String> GOLD = Map.of("tier", "gold");
    private static final Instant TIME = Instant.parse("1993-01-02T03:04:05.678901Z");
    private static final Particulars TOLD = new Particulars("invoice 17", TIME, GOLD);

    /** A command and its digest, computed by another program from the canonical form. */
    record Pinned(String digest, Command command) {}

    /**
     * These must never change: stored digests are compared with them for ever. A failure here means that retries of old
     * requests would be refused.
     */
    static final List<Pinned> PINNED = List.of(
            pinned(
                    "442beba5e3f457d9ed0522f8d3c0e495a7db8c1ea76e34814e13261e68d2debc",
                    command(new OpenAccount(EUR, Limits.NONE_BELOW_ZERO, Map.of()))),
            pinned(
                    "3332307e6094b203efbaf90fc3664c80de05230438b950c0f1b7da49a2d0ad55",
                    command(new OpenAccount(
                            EUR, new Limits(null, cents(1000_00)), Map.of("tier", "gold", "naïve", "€")))),
            pinned(
                    "aa598a01fa47082da5ce6f4ad06cf4ec63181f52492580122f7d293efc9dfb8f",
                    ifMatch(
                            7L,
                            new UpdateAccount(
                                    limit("12.30"),
                                    new LimitChange(null),
                                    Map.of("vip", Optional.of("yes"), "tier", Optional.empty())))),
            pinned(
                    "0035e1c3c47c2022af3760b628da0c3dc8073de11d08ecbf61c5ebddbd9d3e25",
                    command(new UpdateAccount(null, null, Map.of()))),
            pinned("009feae6be82aab60985b5f87c57c1627c46be94c20e9d8e1067ed1b620ecdfb", command(new FreezeAccount())),
            pinned("342dc48dcdfedc60614464cce675ccf71f8c5c28f596708a545cdbf642280eeb", command(new UnfreezeAccount())),
            pinned("f088381e60183f363e57d74f0b33bbbca1676e2dd3633f22e46098d84f29d096", ifMatch(7L, new CloseAccount())),
            pinned(
                    "9120caff285dc8703159c1f684c9595247657ba9168df48263ccba1e4591d207",
                    command(new DepositFunds(cents(100_50), EUR, Particulars.NONE))),
            pinned(
                    "c1641abf77e36fd2268e25806148cd391b0931eacf3280b1365d12434c4fd622",
                    command(new WithdrawFunds(cents(1000_00), EUR, TOLD))),
            pinned(
                    "b222ac1d44f7c9efd40cb38611369fddda55e505bc436664022c5a1c53cdfbe9",
                    command(new PostTransaction(
                            List.of(
                                    new Posting(ALICE, BOB, cents(25_00), EUR),
                                    new Posting(ALICE, AccountId.WORLD, cents(50), EUR)),
                            true,
                            Duration.ofDays(1),
                            new Particulars("order 9", null, Map.of())))),
            pinned(
                    "1ba86f89c0cf33602b3ccdaf951034aacbb5bff30f49f7c1935df23a445126f8",
                    command(new CaptureTransaction(TRANSACTION, new BigDecimal("1E+3"), true))),
            pinned(
                    "7a6f0a048183702a38554aa057b1c78ac6099b0769df682c473c30f40b9d7de9",
                    command(new VoidTransaction(TRANSACTION))),
            pinned(
                    "30123952ce2fa8d47813770a287bdb5f4c4369e28486a0440ad82858c07050c3",
                    command(new ReverseTransaction(TRANSACTION, "wrong", GOLD))));

    @ParameterizedTest
    @FieldSource("PINNED")
    void theCanonicalFormNeverChanges(Pinned pinned) {
        assertThat(pinned.command().digest().hex()).isEqualTo(pinned.digest());
    }

    @Test
    void everyKindOfInstructionIsPinned() {
        assertThat(PINNED.stream().map(pinned -> pinned.command().instruction().kind()))
                .contains(CommandKind.values());
    }

    @Test
    void anyDifferenceInAnyFieldGivesAnotherDigest() {
        Map<RequestDigest, Command> seen = new HashMap<>();
        Set<Command> different = Stream.concat(
                        samples(), samples().flatMap(command -> Mutations.of(Command.class, command).stream()))
                .map(RequestDigestTest::asRequested)
                .collect(Collectors.toSet());
        assertThat(different).hasSizeGreaterThan(125);
        assertThat(different)
                .as("a field is left out, a field is added")
                .contains(
                        command(new WithdrawFunds(cents(1000_00), EUR, new Particulars(null, TIME, GOLD))),
                        command(new DepositFunds(cents(100_50), EUR, new Particulars("sample", null, Map.of()))));
        for (Command command : different) {
            Command same = seen.putIfAbsent(command.digest(), command);
            assertThat(same).as("has the digest of %s", command).isNull();
        }
    }

    @Test
    void theHomeOfATransactionIsNotPartOfARequestThatNamesTheTransaction() {
        Instruction instruction = new VoidTransaction(TRANSACTION);
        assertThat(new Command(new CommandId("key"), BOB, null, instruction).digest())
                .isEqualTo(new Command(new CommandId("key"), ALICE, null, instruction).digest());
    }

    @Test
    void theKeyIsNotPartOfTheRequest() {
        Command one = new Command(new CommandId("one"), ALICE, 7L, new CloseAccount());
        assertThat(one.digest()).isEqualTo(new Command(new CommandId("two"), ALICE, 7L, new CloseAccount()).digest());
    }

    @Test
    void amountsThatMeanTheSameHaveTheSameDigest() {
        for (String same : new String[] {"12.3", "12.30", "12.300000", "1.23E+1"}) {
            assertThat(command(new UpdateAccount(limit(same), null, Map.of())).digest())
                    .as(same)
                    .isEqualTo(command(new UpdateAccount(limit("12.3"), null, Map.of()))
                            .digest());
            assertThat(command(new CaptureTransaction(TRANSACTION, new BigDecimal(same), false))
                            .digest())
                    .isEqualTo(command(new CaptureTransaction(TRANSACTION, new BigDecimal("12.3"), false))
                            .digest());
        }
    }

    @Test
    void anAmountKeepsItsDigestWhenTheScaleOfItsAssetIsChanged() {
        Asset before = new Asset("BTC", 8);
        Asset after = new Asset("BTC", 10);
        assertThat(deposit("1.5", after)).isEqualTo(deposit("1.5", before));
        assertThat(deposit("150", new Asset("BTC", 6)))
                .as("as many minor units, but another amount")
                .isNotEqualTo(deposit("1.5", before));
        assertThat(open("1.5", after)).isEqualTo(open("1.5", before));
        assertThat(open("150", new Asset("BTC", 6))).isNotEqualTo(open("1.5", before));
    }

    @Test
    void theOrderOfMetadataDoesNotMatter() {
        Map<String, String> forward = new LinkedHashMap<>();
        Map<String, String> backward = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            forward.put("key" + i, "v");
            backward.put("key" + (19 - i), "v");
        }
        assertThat(command(new OpenAccount(EUR, Limits.NONE_BELOW_ZERO, forward))
                        .digest())
                .isEqualTo(command(new OpenAccount(EUR, Limits.NONE_BELOW_ZERO, backward))
                        .digest());
    }

    @Test
    void whatLooksAlikeIsToldApart() {
        assertAllDifferent(
                update(Map.of("a", Optional.empty())),
                update(Map.of("a", Optional.of("-"))),
                update(Map.of("a", Optional.of("+"))),
                update(Map.of("a", Optional.of(""))),
                update(Map.of("", Optional.of("a"))),
                update(Map.of("a", Optional.of("b"), "c", Optional.of("d"))),
                update(Map.of("a", Optional.of("bmetadatac+d"))),
                update(Map.of("ab", Optional.of("c"))),
                update(Map.of("a", Optional.of("bc"))));
        assertAllDifferent(
                new DepositFunds(cents(1), EUR, new Particulars("metadata", null, Map.of())),
                new DepositFunds(cents(1), EUR, new Particulars(null, null, Map.of("reference", "metadata"))),
                new DepositFunds(cents(1), EUR, new Particulars(null, null, Map.of("metadata", "reference"))),
                new DepositFunds(cents(1), EUR, new Particulars("", null, Map.of())),
                new DepositFunds(cents(1), EUR, Particulars.NONE));
        assertAllDifferent(
                new UpdateAccount(null, null, Map.of()),
                new UpdateAccount(new LimitChange(null), null, Map.of()),
                new UpdateAccount(null, new LimitChange(null), Map.of()),
                new UpdateAccount(limit("0"), null, Map.of()),
                new UpdateAccount(null, limit("0"), Map.of()));
        assertAllDifferent(
                new OpenAccount(EUR, new Limits(null, null), Map.of()),
                new OpenAccount(EUR, new Limits(null, Amount.ZERO), Map.of()),
                new OpenAccount(EUR, new Limits(Amount.ZERO, null), Map.of()));
    }

    @Test
    void isAlwaysReadBackFromItsBytes() {
        RequestDigest digest = PINNED.getFirst().command().digest();
        assertThat(digest.bytes()).hasSize(32);
        assertThat(RequestDigest.ofBytes(digest.bytes())).isEqualTo(digest);
    }

    private static Stream<Command> samples() {
        return PINNED.stream().map(Pinned::command);
    }

    /** Without what is not part of the request. */
    private static Command asRequested(Command command) {
        AccountId account = command.instruction().namedTransaction() == null ? command.accountId() : ALICE;
        return new Command(new CommandId("k"), account, command.expectedVersion(), command.instruction());
    }

    private static void assertAllDifferent(Instruction... instructions) {
        assertThat(Arrays.stream(instructions).map(RequestDigestTest::command).map(Command::digest))
                .doesNotHaveDuplicates();
    }

    private static UpdateAccount update(Map<String, Optional<String>> metadata) {
        return new UpdateAccount(null, null, metadata);
    }

    private static RequestDigest deposit(String major, Asset asset) {
        return command(new DepositFunds(asset.fromMajor(new BigDecimal(major)), asset, Particulars.NONE))
                .digest();
    }

    private static RequestDigest open(String major, Asset asset) {
        Amount limit = asset.fromMajor(new BigDecimal(major));
        return command(new OpenAccount(asset, new Limits(limit, limit), Map.of()))
                .digest();
    }

    private static LimitChange limit(String major) {
        return new LimitChange(new BigDecimal(major));
    }

    private static Amount cents(long cents) {
        return Amount.ofMinor(cents);
    }

    private static Command command(Instruction instruction) {
        return ifMatch(null, instruction);
    }

    private static Command ifMatch(@Nullable Long version, Instruction instruction) {
        return new Command(new CommandId("k"), ALICE, version, instruction);
    }

    private static Pinned pinned(String digest, Command command) {
        return new Pinned(digest, command);
    }
}
