package ledger.api.requests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import ledger.language.AccountId;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction;

/** Reads the lines of a batch: the fields of the request that says the same, and where it would be sent. */
public final class BatchLineReader {
    private static final Set<String> LINE = Set.of("op", "idempotencyKey", "account");

    private final InstructionReader instructions;

    /** A reader of lines with these instructions. */
    public BatchLineReader(InstructionReader instructions) {
        this.instructions = instructions;
    }

    /** The key of a line, or a new one. */
    public static CommandId key(ObjectNode line) {
        String key = JsonFields.unchecked(line).optionalText("idempotencyKey");
        if (key == null) {
            return RequestHeaders.newKey();
        }
        if (!CommandId.isValid(key)) {
            throw InvalidRequest.at("/idempotencyKey", "must be 1 to 255 visible ASCII characters");
        }
        return new CommandId(key);
    }

    /** The command of a line whose key was read before. */
    public Command command(ObjectNode line, CommandId key) {
        JsonFields fields = JsonFields.unchecked(line);
        String op = fields.text("op");
        AccountId account = accountAt("/account", fields.text("account"));
        Instruction instruction = switch (op) {
            case "open" -> instructions.open(line, LINE);
            case "update" -> instructions.update(line, account, LINE);
            case "deposit" -> instructions.deposit(line, LINE);
            case "withdraw" -> instructions.withdraw(line, LINE);
            case "freeze" -> instructions.bare(line, new Instruction.FreezeAccount(), LINE);
            case "unfreeze" -> instructions.bare(line, new Instruction.UnfreezeAccount(), LINE);
            case "close" -> instructions.bare(line, new Instruction.CloseAccount(), LINE);
            default ->
                throw InvalidRequest.at(
                        "/op", "must be one of open, update, deposit, withdraw, freeze, unfreeze, close");
        };
        return new Command(key, account, null, instruction);
    }

    /** The account that the body of a request to open one names. */
    public static AccountId idToOpen(ObjectNode body) {
        return accountAt("/id", JsonFields.unchecked(body).text("id"));
    }

    private static AccountId accountAt(String pointer, String value) {
        if (!AccountId.isValid(value)) {
            throw InvalidRequest.at(pointer, "must be an account id: 1 to 128 of A-Z a-z 0-9 _ . : - { }");
        }
        return new AccountId(value);
    }
}
