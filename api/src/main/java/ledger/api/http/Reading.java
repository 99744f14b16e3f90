package ledger.api.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import ledger.api.requests.InvalidRequest;
import ledger.api.requests.RequestHeaders;
import ledger.api.requests.Times;
import ledger.language.AccountId;
import ledger.language.TransactionId;
import ledger.projections.Gathered;
import ledger.projections.ReadBarrier;
import ledger.projections.ReadModelUnavailableException;
import org.jspecify.annotations.Nullable;

/** What reads have in common: their parameters, and waiting for a version. */
final class Reading {
    private static final Duration UNASKED_WAIT = Duration.ofSeconds(2);
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1000;
    private static final int MAX_PREFIX_LENGTH = 128;

    private final AcknowledgedVersions acknowledged;

    Reading(AcknowledgedVersions acknowledged) {
        this.acknowledged = acknowledged;
    }

    /**
     * What is read of an account once the read model has it at the version that the request names with {@code minVersion};
     * where it names none, for a moment at most, at the version that this instance last told anyone of.
     *
     * @param read looks into the read model
     * @param version that of the account in what was read, 0 where it is not there
     * @throws ledger.api.problems.ProblemException {@code READ_BEHIND} if it has not come so far in time
     */
    <T> T atVersion(
            Context exchange, AccountId account, ReadBarrier barrier, Supplier<T> read, ToLongFunction<T> version)
            throws InterruptedException {
        Long asked = minVersion(exchange);
        long wanted =
                asked == null ? Math.max(acknowledged.of(account), Routing.acknowledgedElsewhere(exchange)) : asked;
        Duration wait = asked == null ? unaskedWait(exchange) : wait(exchange);
        AtomicReference<@Nullable T> last = new AtomicReference<>();
        BooleanSupplier reached = () -> {
            T now = read.get();
            last.setPlain(now);
            return version.applyAsLong(now) >= wanted;
        };
        boolean inTime = barrier.await(account, wanted, reached, wait);
        T now = requireNonNull(last.getPlain(), "the read model is looked into at least once");
        if (!inTime && asked != null) {
            throw Problem.of(
                            ProblemCode.READ_BEHIND,
                            "Account " + account + " is not known to be at version " + asked + " here yet.")
                    .with("accountId", account.value())
                    .with("minVersion", asked)
                    .with("version", version.applyAsLong(now))
                    .asException();
        }
        return now;
    }

    /**
     * Waits, for a moment at most, until a read model has what this instance told anyone of just now, as far as it is in this
     * process: so that who reads many accounts sees what was just acknowledged.
     *
     * @param version that of an account in the read model, 0 where it is not there
     */
    void awaitAcknowledged(Context exchange, ReadBarrier barrier, ToLongFunction<AccountId> version)
            throws InterruptedException {
        ToLongFunction<AccountId> here = account -> {
            try {
                return version.applyAsLong(account);
            } catch (ReadModelUnavailableException e) {
                return Long.MAX_VALUE;
            }
        };
        var _ = barrier.awaitAll(acknowledged.within(UNASKED_WAIT), here, unaskedWait(exchange));
    }

    /** The versions of accounts of a transaction that this instance has told anyone of: see {@link #unaskedWait}. */
    Map<AccountId, Long> acknowledged(TransactionId transaction) {
        return acknowledged.of(transaction);
    }

    /** How long to wait for a version that the request does not name. */
    static Duration unaskedWait(Context exchange) {
        Duration wait = wait(exchange);
        return wait.compareTo(UNASKED_WAIT) > 0 ? UNASKED_WAIT : wait;
    }

    /** How long the request is waited for. */
    static Duration wait(Context exchange) {
        return RequestHeaders.wait(Exchanges.prefer(exchange));
    }

    /** Which positions an answer from all partitions covers. */
    static void putPositions(ObjectNode body, Gathered<?> gathered) {
        ObjectNode positions = body.putObject("positions");
        gathered.positions().forEach((partition, offset) -> positions.put(partition.toString(), offset));
    }

    private static @Nullable Long minVersion(Context exchange) {
        String value = Exchanges.parameter(exchange, "minVersion");
        if (value == null) {
            return null;
        }
        if (!value.matches("[0-9]{1,18}")) {
            throw InvalidRequest.parameter("minVersion", "must be a version, such as 7");
        }
        return Long.valueOf(value);
    }

    static int limit(Context exchange) {
        String value = Exchanges.parameter(exchange, "limit");
        if (value == null) {
            return DEFAULT_LIMIT;
        }
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > MAX_LIMIT) {
            throw InvalidRequest.parameter("limit", "must be a whole number from 1 to " + MAX_LIMIT);
        }
        return Integer.parseInt(value);
    }

    /** The beginning of account ids that is asked for; empty where none is. */
    static String prefix(Context exchange) {
        String prefix = Exchanges.parameter(exchange, "prefix");
        if (prefix == null || prefix.isEmpty()) {
            return "";
        }
        if (!AccountId.isValid(prefix)) {
            throw InvalidRequest.parameter(
                    "prefix",
                    "must be the beginning of an account id, of at most " + MAX_PREFIX_LENGTH + " characters");
        }
        return prefix;
    }

    static @Nullable Instant time(Context exchange, String name) {
        String value = Exchanges.parameter(exchange, name);
        if (value == null) {
            return null;
        }
        // In a query, a plus that was not encoded arrives as a space.
        return Times.parse(value.replace(' ', '+'))
                .orElseThrow(
                        () -> InvalidRequest.parameter(name, "must be an RFC 3339 time such as 2026-01-01T00:00:00Z"));
    }

    static Problem accountNotFound(AccountId account) {
        return Problem.of(ProblemCode.ACCOUNT_NOT_FOUND, "Account " + account + " was never opened.")
                .with("accountId", account.value());
    }
}
