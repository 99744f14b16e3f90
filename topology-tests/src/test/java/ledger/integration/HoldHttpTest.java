package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import ledger.integration.TransactionHttpTest.Where;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients may rely on when they hold money, and when they take a transaction back. */
@ExtendWith(SharedLedger.class)
class HoldHttpTest {
    private final LedgerFixture ledger;
    private final Api api;

    HoldHttpTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    private List<String> funded(Where where) {
        List<String> accounts = where.accounts(ledger, 2);
        api.deposit(accounts.getFirst(), "100.00").expect(201);
        return accounts;
    }

    /** Balance, reserved and available of the payer and the balance of the payee. */
    private String figures(List<String> accounts) {
        JsonNode payer = api.state(accounts.getFirst());
        return payer.path("balance").textValue() + " " + payer.path("reserved").textValue() + " "
                + payer.path("available").textValue() + " "
                + api.state(accounts.getLast()).path("balance").textValue();
    }

    private static void is(JsonNode transaction, String status, String captured) {
        assertThat(transaction.path("status").textValue()).isEqualTo(status);
        assertThat(transaction.path("postings").path(0).path("captured").textValue())
                .isEqualTo(captured);
    }

    private static void refused(Api.Reply reply, String code) {
        assertThat(reply.expect(422).json().path("code").textValue()).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource
    void aHoldIsCapturedInParts(Where where) {
        List<String> accounts = funded(where);
        String hold = "hold-" + ledger.newId();
        Api.Reply held = api.hold(hold, accounts.getFirst(), accounts.getLast(), "40.00", ",\"expiresIn\":\"P1D\"")
                .expect(201);
        is(held.json(), "PENDING", "0.00");
        assertThat(Duration.between(
                        Instant.parse(held.json().path("recordedAt").textValue()),
                        Instant.parse(held.json().path("expiresAt").textValue())))
                .isEqualTo(Duration.ofDays(1));
        assertThat(held.json()
                        .path("balances")
                        .path(accounts.getFirst())
                        .path("available")
                        .textValue())
                .isEqualTo("60.00");
        assertThat(figures(accounts)).isEqualTo("100.00 40.00 60.00 0.00");
        refused(api.withdraw(accounts.getFirst(), "60.01"), "INSUFFICIENT_FUNDS");

        is(api.capture(hold, "{\"amount\":\"15.00\"}").expect(200).json(), "PENDING", "15.00");
        assertThat(figures(accounts)).isEqualTo("85.00 25.00 60.00 15.00");
        refused(api.capture(hold, "{\"amount\":\"25.01\"}"), "AMOUNT_EXCEEDS_PENDING");
        is(api.capture(hold, "{\"amount\":\"20\",\"final\":true}").expect(200).json(), "POSTED", "35.00");
        assertThat(figures(accounts)).isEqualTo("65.00 0.00 65.00 35.00");
        refused(api.capture(hold, ""), "TRANSACTION_NOT_PENDING");
        refused(api.change(hold, "void", ""), "TRANSACTION_NOT_PENDING");
    }

    @ParameterizedTest
    @EnumSource
    void allThatIsLeftIsCaptured(Where where) {
        List<String> accounts = funded(where);
        String hold = "hold-" + ledger.newId();
        api.hold(hold, accounts.getFirst(), accounts.getLast(), "40.00", "").expect(201);
        is(api.capture(hold, "{\"amount\":\"0.01\"}").expect(200).json(), "PENDING", "0.01");
        is(api.capture(hold, "").expect(200).json(), "POSTED", "40.00");
        assertThat(figures(accounts)).isEqualTo("60.00 0.00 60.00 40.00");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsLeftIsVoided(Where where) {
        List<String> accounts = funded(where);
        String hold = "hold-" + ledger.newId();
        api.hold(hold, accounts.getFirst(), accounts.getLast(), "40.00", "").expect(201);
        is(api.change(hold, "void", "").expect(200).json(), "VOIDED", "0.00");
        assertThat(figures(accounts)).isEqualTo("100.00 0.00 100.00 0.00");
        refused(api.change(hold, "void", ""), "TRANSACTION_NOT_PENDING");

        String part = "hold-" + ledger.newId();
        api.hold(part, accounts.getFirst(), accounts.getLast(), "40.00", "").expect(201);
        api.capture(part, "{\"amount\":\"10.00\"}").expect(200);
        is(api.change(part, "void", "").expect(200).json(), "POSTED", "10.00");
        assertThat(figures(accounts)).isEqualTo("90.00 0.00 90.00 10.00");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsLeftExpires(Where where) {
        List<String> accounts = funded(where);
        String hold = "hold-" + ledger.newId();
        api.hold(hold, accounts.getFirst(), accounts.getLast(), "40.00", ",\"expiresIn\":\"PT0.3S\"")
                .expect(201);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(figures(accounts)).isEqualTo("100.00 0.00 100.00 0.00"));
        refused(api.capture(hold, ""), "TRANSACTION_EXPIRED");
        refused(api.change(hold, "void", ""), "TRANSACTION_EXPIRED");
        refused(api.change(hold, "reverse", ""), "TRANSACTION_EXPIRED");
    }

    /** The time of the command counts, not when the clock of its shard strikes. */
    @ParameterizedTest
    @EnumSource
    void aCaptureThatComesTooLateIsRefused(Where where) {
        List<String> accounts = funded(where);
        String hold = "hold-" + ledger.newId();
        api.hold(hold, accounts.getFirst(), accounts.getLast(), "40.00", ",\"expiresIn\":\"PT0.001S\"")
                .expect(201);
        refused(api.capture(hold, ""), "TRANSACTION_EXPIRED");
        assertThat(api.state(accounts.getLast()).path("balance").textValue()).isEqualTo("0.00");
    }

    @ParameterizedTest
    @EnumSource
    void severalPostingsAreCapturedTogether(Where where) {
        List<String> accounts = where.accounts(ledger, 3);
        api.deposit(accounts.getFirst(), "100.00").expect(201);
        String hold = "hold-" + ledger.newId();
        api.post(
                        "/v1/transactions",
                        "{"
                                + Api.postings(
                                        accounts.get(0),
                                        accounts.get(1),
                                        "25.00",
                                        accounts.get(0),
                                        accounts.get(2),
                                        "0.50")
                                + ",\"pending\":true}",
                        "Idempotency-Key",
                        hold)
                .expect(201);
        JsonNode problem =
                api.capture(hold, "{\"amount\":\"1.00\"}").expect(400).json();
        assertThat(problem.path("code").textValue()).isEqualTo("INVALID_REQUEST");
        assertThat(problem.path("pointer").textValue()).isEqualTo("/amount");
        assertThat(problem.has("problem")).isFalse();
        api.capture(hold, "").expect(200);
        assertThat(figures(accounts)).isEqualTo("74.50 0.00 74.50 0.50");
        assertThat(api.state(accounts.get(1)).path("balance").textValue()).isEqualTo("25.00");
    }

    @ParameterizedTest
    @EnumSource
    void limitsCannotBeChangedUnderAHold(Where where) {
        List<String> accounts = where.accounts(ledger, 2);
        String payer = Api.account(accounts.getFirst());
        String payee = Api.account(accounts.getLast());
        api.patch(payer, "{\"overdraftLimit\":\"50.00\"}").expect(200);
        String hold = "hold-" + ledger.newId();
        api.hold(hold, accounts.getFirst(), accounts.getLast(), "40.00", "").expect(201);

        refused(api.patch(payer, "{\"overdraftLimit\":\"39.99\"}"), "INSUFFICIENT_FUNDS");
        refused(api.patch(payee, "{\"maxBalance\":\"39.99\"}"), "BALANCE_LIMIT_EXCEEDED");
        api.patch(payer, "{\"overdraftLimit\":\"40.00\"}").expect(200);
        api.patch(payee, "{\"maxBalance\":\"40.00\"}").expect(200);
        refused(api.deposit(accounts.getLast(), "0.01"), "BALANCE_LIMIT_EXCEEDED");
        api.capture(hold, "").expect(200);
        assertThat(figures(accounts)).isEqualTo("-40.00 0.00 0.00 40.00");
    }

    @ParameterizedTest
    @EnumSource
    void aFrozenAccountRefusesCapturesAndLetsGo(Where where) {
        for (int frozen = 0; frozen < 2; frozen++) {
            List<String> accounts = funded(where);
            String hold = "hold-" + ledger.newId();
            api.hold(hold, accounts.getFirst(), accounts.getLast(), "40.00", "").expect(201);
            api.post(Api.account(accounts.get(frozen)) + "/freeze", "").expect(200);
            refused(api.capture(hold, ""), "ACCOUNT_FROZEN");
            assertThat(figures(accounts)).isEqualTo("100.00 40.00 60.00 0.00");
            api.change(hold, "void", "").expect(200);
            assertThat(figures(accounts)).isEqualTo("100.00 0.00 100.00 0.00");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionIsReversedOnce(Where where) {
        List<String> accounts = funded(where);
        String transfer = "transfer-" + ledger.newId();
        String refund = "refund-" + transfer;
        api.transfer(accounts.getFirst(), accounts.getLast(), "30.00", "Idempotency-Key", transfer)
                .expect(201);
        Api.Reply reversed = api.change(transfer, "reverse", "{\"reference\":\"returned\"}", "Idempotency-Key", refund)
                .expect(201);
        assertThat(reversed.header("Location")).isEqualTo("/v1/transactions/" + refund.replace(":", "%3A"));
        assertThat(reversed.json().path("id").textValue()).isEqualTo(transfer);
        assertThat(reversed.json().path("status").textValue()).isEqualTo("REVERSED");
        assertThat(reversed.json().path("reversedBy").textValue()).isEqualTo(refund);
        assertThat(figures(accounts)).isEqualTo("100.00 0.00 100.00 0.00");

        refused(api.change(transfer, "reverse", ""), "ALREADY_REVERSED");
        refused(api.capture(transfer, ""), "TRANSACTION_NOT_PENDING");
        assertThat(figures(accounts)).isEqualTo("100.00 0.00 100.00 0.00");
        api.change(refund, "reverse", "").expect(201);
        assertThat(figures(accounts)).isEqualTo("70.00 0.00 70.00 30.00");
    }

    @ParameterizedTest
    @EnumSource
    void whatWasCapturedIsReversed(Where where) {
        List<String> accounts = funded(where);
        String hold = "hold-" + ledger.newId();
        api.hold(hold, accounts.getFirst(), accounts.getLast(), "40.00", "").expect(201);
        refused(api.change(hold, "reverse", ""), "TRANSACTION_NOT_PENDING");
        api.capture(hold, "{\"amount\":\"12.00\",\"final\":true}").expect(200);
        assertThat(figures(accounts)).isEqualTo("88.00 0.00 88.00 12.00");
        is(api.change(hold, "reverse", "").expect(201).json(), "REVERSED", "12.00");
        assertThat(figures(accounts)).isEqualTo("100.00 0.00 100.00 0.00");
    }

    @ParameterizedTest
    @EnumSource
    void aReversalNeedsFunds(Where where) {
        List<String> accounts = funded(where);
        String transfer = "transfer-" + ledger.newId();
        api.transfer(accounts.getFirst(), accounts.getLast(), "30.00", "Idempotency-Key", transfer)
                .expect(201);
        api.withdraw(accounts.getLast(), "0.01").expect(201);
        refused(api.change(transfer, "reverse", ""), "INSUFFICIENT_FUNDS");
        assertThat(figures(accounts)).isEqualTo("70.00 0.00 70.00 29.99");
        api.deposit(accounts.getLast(), "0.01").expect(201);
        api.change(transfer, "reverse", "").expect(201);
        assertThat(figures(accounts)).isEqualTo("100.00 0.00 100.00 0.00");
    }

    @ParameterizedTest
    @EnumSource
    void aDepositIsATransactionToo(Where where) {
        List<String> accounts = where.accounts(ledger, 2);
        String deposit = "deposit-" + ledger.newId();
        Api.Reply paid = api.deposit(accounts.getFirst(), "5.00", "Idempotency-Key", deposit)
                .expect(201);
        assertThat(paid.header("Location")).isEqualTo("/v1/transactions/" + deposit.replace(":", "%3A"));
        api.change(deposit, "reverse", "").expect(201);
        assertThat(figures(accounts)).isEqualTo("0.00 0.00 0.00 0.00");
    }
}
