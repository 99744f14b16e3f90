package ledger.api.requests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import ledger.api.commands.CommandRequest;
import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.Instruction;
import ledger.language.TransactionId;

/** Reads the lines of a batch: the fields of the request that says the same, and where it would be sent. */
public final class BatchLineReader {
    private static final Set<String> LINE = Set.of("op", "idempotencyKey");
    private static final Set<String> ACCOUNT_LINE = Set.of("op", "idempotencyKey", "account");
    private static final Set<String> TRANSACTION_LINE = Set.of("op", "idempotencyKey", "transaction");

    private final InstructionReader instructions;
    private final TransactionReader transactions;

    /** A reader of lines with these instructions. */
    public BatchLineReader(InstructionReader instructions, TransactionReader transactions) {
        this.instructions = instructions;
        this.transactions = transactions;
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

    /**
     * What a line asks for whose key was read before.
     *
     * @param named is told of the account that the line is for before anything is looked up of it; throws where the
     *     account may not be named
     */
    public CommandRequest command(ObjectNode line, CommandId key, Consumer<AccountId> named) {
        JsonFields fields = JsonFields.unchecked(line);
        String op = fields.text("op");
        return switch (op) {
            case "open" -> toAccount(fields, key, named, _ -> instructions.open(line, ACCOUNT_LINE));
            case "update" -> toAccount(fields, key, named, _ -> instructions.update(line, ACCOUNT_LINE));
            case "deposit" -> toAccount(fields, key, named, _ -> instructions.deposit(line, ACCOUNT_LINE));
            case "withdraw" -> toAccount(fields, key, named, _ -> instructions.withdraw(line, ACCOUNT_LINE));
            case "freeze" -> toAccount(fields, key, named, _ -> bare(line, new Instruction.FreezeAccount()));
            case "unfreeze" -> toAccount(fields, key, named, _ -> bare(line, new Instruction.UnfreezeAccount()));
            case "close" -> toAccount(fields, key, named, _ -> bare(line, new Instruction.CloseAccount()));
            case "transaction" -> CommandRequest.ofTransaction(key, null, transactions.transaction(line, LINE));
            case "capture" -> toTransaction(fields, key, id -> transactions.capture(line, id, TRANSACTION_LINE));
            case "void" -> toTransaction(fields, key, id -> transactions.voiding(line, id, TRANSACTION_LINE));
            case "reverse" -> toTransaction(fields, key, id -> transactions.reverse(line, id, TRANSACTION_LINE));
            default ->
                throw InvalidRequest.at(
                        "/op",
                        "must be one of open, update, deposit, withdraw, transaction, capture, void, reverse, freeze,"
                                + " unfreeze, close");
        };
    }

    private static CommandRequest toAccount(
            JsonFields line, CommandId key, Consumer<AccountId> named, Function<AccountId, Instruction> instruction) {
        AccountId account = accountAt("/account", line.text("account"));
        named.accept(account);
        return CommandRequest.toAccount(account, key, null, instruction.apply(account));
    }

    private static CommandRequest toTransaction(
            JsonFields line, CommandId key, Function<TransactionId, Instruction> instruction) {
        return CommandRequest.ofTransaction(key, null, instruction.apply(TransactionReader.named(line)));
    }

    private Instruction bare(ObjectNode line, Instruction instruction) {
        return instructions.bare(line, instruction, ACCOUNT_LINE);
    }

    /** The account that the body of a request to open one names. */
    public static AccountId idToOpen(ObjectNode body) {
        return accountAt("/id", JsonFields.unchecked(body).text("id"));
    }

    private static AccountId accountAt(String pointer, String value) {
        if (!AccountId.isValid(value)) {
            throw InvalidRequest.at(pointer, "must be an account id: " + AccountId.FORM);
        }
        return new AccountId(value);
    }
}
