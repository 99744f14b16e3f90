package ledger.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Set;
import ledger.api.requests.BatchLineReader;
import ledger.api.requests.InstructionReader;
import ledger.api.requests.RequestHeaders;
import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.Instruction;

/** Commands to accounts. */
final class AccountCommandRoutes {
    private static final Set<String> BODY_ONLY = Set.of();

    private final CommandCalls commands;
    private final InstructionReader instructions;
    private final int maxBodyBytes;

    AccountCommandRoutes(CommandCalls commands, InstructionReader instructions, int maxBodyBytes) {
        this.commands = commands;
        this.instructions = instructions;
        this.maxBodyBytes = maxBodyBytes;
    }

    void add(Endpoints endpoints) {
        endpoints
                .post("/v1/accounts", this::open)
                .patch("/v1/accounts/{id}", this::update)
                .post("/v1/accounts/{id}/freeze", bare(new Instruction.FreezeAccount()))
                .post("/v1/accounts/{id}/unfreeze", bare(new Instruction.UnfreezeAccount()))
                .post("/v1/accounts/{id}/close", bare(new Instruction.CloseAccount()))
                .post("/v1/accounts/{id}/deposits", this::deposit)
                .post("/v1/accounts/{id}/withdrawals", this::withdraw);
    }

    private void open(Context exchange) throws InterruptedException {
        CommandId key = key(exchange);
        ObjectNode body = Exchanges.object(exchange, maxBodyBytes);
        AccountId account = BatchLineReader.idToOpen(body);
        commands.answer(exchange, account, key, instructions.open(body, Set.of("id")));
    }

    private void update(Context exchange) throws InterruptedException {
        AccountId account = Exchanges.account(exchange);
        CommandId key = key(exchange);
        ObjectNode body = Exchanges.object(exchange, maxBodyBytes);
        commands.answer(exchange, account, key, instructions.update(body, BODY_ONLY));
    }

    private void deposit(Context exchange) throws InterruptedException {
        AccountId account = Exchanges.account(exchange);
        CommandId key = key(exchange);
        ObjectNode body = Exchanges.object(exchange, maxBodyBytes);
        commands.answer(exchange, account, key, instructions.deposit(body, BODY_ONLY));
    }

    private void withdraw(Context exchange) throws InterruptedException {
        AccountId account = Exchanges.account(exchange);
        CommandId key = key(exchange);
        ObjectNode body = Exchanges.object(exchange, maxBodyBytes);
        commands.answer(exchange, account, key, instructions.withdraw(body, BODY_ONLY));
    }

    private Handler bare(Instruction instruction) {
        return exchange -> {
            AccountId account = Exchanges.account(exchange);
            CommandId key = key(exchange);
            ObjectNode body = Exchanges.optionalObject(exchange, maxBodyBytes);
            commands.answer(exchange, account, key, instructions.bare(body, instruction, BODY_ONLY));
        };
    }

    private static CommandId key(Context exchange) {
        return RequestHeaders.key(Exchanges.header(exchange, "Idempotency-Key"));
    }
}
