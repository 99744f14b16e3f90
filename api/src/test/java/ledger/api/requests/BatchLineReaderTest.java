package ledger.api.requests;

import static ledger.api.requests.TransactionReaderTest.pointsTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import ledger.api.commands.CommandRequest;
import ledger.language.AccountId;
import ledger.language.Assets;
import ledger.language.CommandId;
import ledger.language.Instruction;
import ledger.language.TransactionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A line of a batch asks for what the request with the same fields asks for. */
class BatchLineReaderTest {
    private static final CommandId KEY = new CommandId("k1");
    private static final TransactionId HOLD = new TransactionId("hold-1");
    private static final Set<String> BODY_ONLY = Set.of();
    private static final String POSTINGS =
            "'postings':[{'from':'alice','to':'bob','amount':'1.00','currency':'EUR'}],'pending':true,'expiresIn':'P1D'";

    private final InstructionReader instructions = new InstructionReader(Assets.iso4217());
    private final TransactionReader transactions = new TransactionReader(Assets.iso4217());
    private final BatchLineReader lines = new BatchLineReader(instructions, transactions);

    private static ObjectNode json(String singleQuoted) {
        return Json.object(singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private CommandRequest line(String op, String more) {
        return lines.command(json("{'op':'" + op + "','idempotencyKey':'k1'" + more + "}"), KEY, _ -> {});
    }

    private static CommandRequest ofTransaction(Instruction instruction) {
        return new CommandRequest(KEY, null, null, instruction);
    }

    @Test
    void linesOfTransactionsSayWhatTheirCallsSay() {
        assertThat(line("transaction", "," + POSTINGS))
                .isEqualTo(ofTransaction(transactions.transaction(json("{" + POSTINGS + "}"), BODY_ONLY)));
        assertThat(line("capture", ",'transaction':'hold-1','amount':'0.50','final':true"))
                .isEqualTo(
                        ofTransaction(transactions.capture(json("{'amount':'0.50','final':true}"), HOLD, BODY_ONLY)));
        assertThat(line("void", ",'transaction':'hold-1'"))
                .isEqualTo(ofTransaction(transactions.voiding(json("{}"), HOLD, BODY_ONLY)));
        assertThat(line("reverse", ",'transaction':'hold-1','reference':'x'"))
                .isEqualTo(ofTransaction(transactions.reverse(json("{'reference':'x'}"), HOLD, BODY_ONLY)));
    }

    @Test
    void linesOfAccountsNameTheirAccount() {
        AccountId alice = new AccountId("alice");
        String money = "'amount':'1.00','currency':'EUR'";
        assertThat(line("deposit", ",'account':'alice'," + money))
                .isEqualTo(
                        new CommandRequest(KEY, alice, null, instructions.deposit(json("{" + money + "}"), BODY_ONLY)));
        assertThat(line("freeze", ",'account':'alice'"))
                .isEqualTo(new CommandRequest(KEY, alice, null, new Instruction.FreezeAccount()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/op          | steal       | ,'account':'alice'",
                "/op          | Transfer    | ``",
                "/account     | deposit     | ,'amount':'1.00','currency':'EUR'",
                "/account     | deposit     | ,'account':'@world','amount':'1.00','currency':'EUR'",
                "/account     | transaction | ,'account':'alice','postings':[]",
                "/account     | capture     | ,'account':'alice','transaction':'hold-1'",
                "/account     | void        | ,'account':'alice','transaction':'hold-1'",
                "/account     | reverse     | ,'account':'alice','transaction':'hold-1'",
                "/transaction | transaction | ,'transaction':'hold-1','postings':[]",
                "/transaction | deposit     | ,'account':'alice','transaction':'hold-1'",
                "/transaction | capture     | ``",
                "/transaction | capture     | ,'transaction':7",
                "/transaction | void        | ,'transaction':'@world'",
                "/transaction | reverse     | ,'transaction':'a/b'",
                "/postings    | transaction | ``",
                "/amount      | capture     | ,'transaction':'hold-1','amount':'0'",
                "/amount      | void        | ,'transaction':'hold-1','amount':'1.00'",
                "/effectiveAt | reverse     | ,'transaction':'hold-1','effectiveAt':'2026-01-01T00:00:00Z'",
            })
    void isNoLine(String pointer, String op, String more) {
        pointsTo(pointer, () -> line(op, more));
    }

    @Test
    void anUnknownOpIsToldTheKnownOnes() {
        assertThatThrownBy(() -> line("transfer", ""))
                .hasMessageContaining(
                        "open, update, deposit, withdraw, transaction, capture, void, reverse, freeze, unfreeze, close");
    }
}
