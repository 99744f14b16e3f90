package ledger.api.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import ledger.api.answers.Answer;
import ledger.api.answers.CommandAnswers;
import ledger.api.auth.Caller;
import ledger.api.commands.CommandGateway;
import ledger.api.commands.CommandGateway.Batch;
import ledger.api.commands.CommandReply;
import ledger.api.commands.CommandRequest;
import ledger.api.commands.CommandsOverloadedException;
import ledger.api.commands.ShardsUnavailableException;
import ledger.api.metrics.CommandMetrics;
import ledger.api.requests.RequestHeaders;
import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.Instruction;
import ledger.topics.VersionsLeft;
import org.jspecify.annotations.Nullable;

/** Commands over HTTP: sent, waited for until the request's deadline, and answered. */
final class CommandCalls {
    private final CommandGateway gateway;
    private final Tenancy tenancy;
    private final AcknowledgedVersions acknowledged;
    private final CommandMetrics metrics;
    private final Predicate<CommandId> underWay;

    /** @param underWay whether a command was sent by any instance, which has not heard of it yet */
    CommandCalls(
            CommandGateway gateway,
            Tenancy tenancy,
            AcknowledgedVersions acknowledged,
            CommandMetrics metrics,
            Predicate<CommandId> underWay) {
        this.gateway = gateway;
        this.tenancy = tenancy;
        this.acknowledged = acknowledged;
        this.metrics = metrics;
        this.underWay = underWay;
    }

    /** Answers the request with the outcome of an instruction to an account. */
    void answer(Context exchange, AccountId account, CommandId key, Instruction instruction)
            throws InterruptedException {
        answer(exchange, key, version -> CommandRequest.toAccount(account, key, version, instruction));
    }

    /** Answers the request with the outcome of an instruction that makes a transaction or names one. */
    void answerOfTransaction(Context exchange, CommandId key, Instruction instruction) throws InterruptedException {
        answer(exchange, key, version -> CommandRequest.ofTransaction(key, version, instruction));
    }

    private void answer(Context exchange, CommandId key, Function<@Nullable Long, CommandRequest> request)
            throws InterruptedException {
        exchange.header("Idempotency-Key", key.value());
        Exchanges.allowParameters(exchange);
        Long expectedVersion = RequestHeaders.expectedVersion(Exchanges.header(exchange, "If-Match"));
        Duration wait = RequestHeaders.wait(Exchanges.prefer(exchange));
        CommandRequest command = request.apply(expectedVersion);
        CommandReply reply = await(send(exchange, command, wait), wait);
        if (reply == null) {
            Exchanges.write(exchange, CommandAnswers.pending(key));
            return;
        }
        if (reply.replayed()) {
            exchange.header("Idempotency-Replayed", "true");
        }
        Exchanges.write(exchange, CommandAnswers.of(reply.outcome()));
    }

    /**
     * Who does not wait is told at once what is known, lest 202 be taken for a new command. So is who asks again while the first
     * request is under way, lest both wait for a reply that is lost.
     */
    private CompletableFuture<CommandReply> send(Context exchange, CommandRequest command, Duration wait) {
        requirePermission(exchange, command);
        Optional<CommandReply> known = Optional.empty();
        if (wait.isZero() || gateway.isUnderWay(command.key())) {
            known = orEmpty(() -> gateway.known(command), () -> !wait.isZero() || gateway.isUnderWay(command.key()));
        }
        if (known.isPresent()) {
            acknowledged.note(known.get());
            return CompletableFuture.completedFuture(known.get());
        }
        return noted(() -> gateway.send(command, RequestLog.trace(exchange)));
    }

    /** Begins a batch of commands of a request. */
    Batch batch(Context exchange, boolean chained) {
        return gateway.batch(RequestLog.trace(exchange), chained);
    }

    /**
     * Adds a command of a request to a batch, and takes note of its outcome.
     *
     * @throws ledger.api.problems.ProblemException if its sender may not send it
     */
    CompletableFuture<CommandReply> add(Context exchange, CommandRequest command, Batch batch) {
        return noted(() -> batch.add(command, () -> requirePermission(exchange, command)));
    }

    private void requirePermission(Context exchange, CommandRequest command) {
        tenancy.require(Guard.caller(exchange), command, () -> Reading.unaskedWait(exchange));
    }

    private CompletableFuture<CommandReply> noted(Supplier<CompletableFuture<CommandReply>> sending) {
        long start = System.nanoTime();
        CompletableFuture<CommandReply> sent;
        try {
            sent = sending.get();
        } catch (CommandsOverloadedException e) {
            metrics.refused();
            throw e;
        }
        return sent.whenComplete((reply, failure) -> {
            if (reply != null) {
                acknowledged.note(reply);
                metrics.decided(reply, System.nanoTime() - start);
            } else if (failure instanceof CommandsOverloadedException) {
                metrics.refused();
            }
        });
    }

    /**
     * The reply, or null where it has not come in time.
     *
     * @throws RuntimeException as thrown by the gateway where the command was not appended; it may have been another request
     *     by the same key that found that out
     */
    static @Nullable CommandReply await(CompletableFuture<CommandReply> reply, Duration wait)
            throws InterruptedException {
        try {
            return reply.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                // Given up on hearing of it; what became of it is in the shard's store.
                case TimeoutException _ -> null;
                case RuntimeException notAppended -> throw notAppended;
                case null, default -> throw new IllegalStateException(e.getCause());
            };
        }
    }

    /**
     * The answer as far as it is known without waiting: for {@code GET /v1/commands/{key}}.
     *
     * @throws ledger.api.problems.ProblemException if it is not for the caller
     */
    @Nullable Answer known(Caller caller, CommandId key) {
        // Before its outcome is looked for: what ends meanwhile is remembered by then.
        boolean isUnderWay = gateway.isUnderWay(key);
        Optional<CommandOutcome> known = orEmpty(() -> gateway.outcome(key), () -> gateway.isUnderWay(key));
        if (known.isEmpty() && !isUnderWay) {
            isUnderWay = underWay.test(key);
            known = isUnderWay ? known : gateway.outcome(key);
        }
        if (known.isEmpty()) {
            return isUnderWay ? CommandAnswers.pending(key) : null;
        }
        CommandOutcome outcome = known.get();
        Tenancy.requireOutcome(caller, outcome);
        acknowledged.note(new CommandReply(outcome, true, VersionsLeft.NONE));
        return CommandAnswers.of(outcome);
    }

    /** Empty, too, where the shards cannot say it now, but the command is heard of in another way. */
    private static <T> Optional<T> orEmpty(Supplier<Optional<T>> known, BooleanSupplier isHeardOf) {
        try {
            return known.get();
        } catch (ShardsUnavailableException e) {
            if (isHeardOf.getAsBoolean()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
