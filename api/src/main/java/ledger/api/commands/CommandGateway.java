package ledger.api.commands;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import ledger.api.commands.PendingCommands.Pending;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.RequestDigest;
import ledger.projections.ReadModelUnavailableException;
import ledger.topics.ShardPartitioner;
import ledger.topics.VersionsLeft;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands to their shards and hears of their outcomes.
 *
 * <p>A shard alone decides what a key was used for among its accounts. That a key is used for accounts of two shards is
 * seen here: before a command is sent, and while others by the same key are under way.
 */
public final class CommandGateway {
    /** While commands of a batch wait for others, which may take long: others yet may make room before. */
    private static final Duration BETWEEN_LOOKS_FOR_ROOM = Duration.ofMillis(500);

    private final UsedKeys usedKeys;
    private final PendingCommands pending;
    private final CommandAddresses addresses;
    private final CommandAppender log;
    private final int shards;

    /** A gateway. */
    public CommandGateway(
            CommandProducers producers,
            ReplyPartitions replyPartitions,
            FirstOutcomes firstOutcomes,
            TransactionHomes homes,
            int shards,
            CommandLimits limits,
            Clock clock) {
        this.usedKeys = new UsedKeys(firstOutcomes, clock);
        this.pending = new PendingCommands(limits);
        this.addresses = new CommandAddresses(pending, homes);
        this.log = new CommandAppender(producers, replyPartitions, pending);
        this.shards = shards;
    }

    /**
     * Sends a command by itself: as {@link #batch} of one.
     *
     * @throws CommandsOverloadedException if too many are under way
     * @throws ShardsUnavailableException if the home of a transaction cannot be asked for
     */
    public CompletableFuture<CommandReply> send(CommandRequest request, CommandTrace trace) {
        try (Batch one = new Batch(trace, Pace.ALONE, pending.reserve(Pace.ALONE, 1) ? 1 : 0, false)) {
            return one.add(request);
        }
    }

    /**
     * Begins a batch of commands, which are sent together.
     *
     * @param trace where they come from
     * @param chained whether a transaction that debits an account waits for those before it that credit it
     */
    public Batch batch(CommandTrace trace, boolean chained) {
        return new Batch(trace, Pace.GATHERED, 0, chained);
    }

    /**
     * Commands on their way to the log: those that were added since they were last sent. The shards are asked for all their
     * keys in one question, which may go to other instances.
     *
     * <p>For one thread. What it adds is decided, for each account, in the order in which it was added, and so are
     * commands that make a transaction and then name it.
     */
    public final class Batch implements AutoCloseable {
        private final CommandTrace trace;
        private final Pace pace;
        private final List<GatheredCommand> added = new ArrayList<>();
        private final BatchOrder<GatheredCommand> order;
        private int reserved;
        /** Why one was not added, or not sent: then none is added after it, and in the second case none is sent. */
        private @Nullable RuntimeException notAdded;

        private @Nullable RuntimeException notSent;

        private Batch(CommandTrace trace, Pace pace, int reserved, boolean chained) {
            this.trace = trace;
            this.pace = pace;
            this.reserved = reserved;
            this.order = new BatchOrder<>(shards, chained);
        }

        /**
         * Waits until so many more commands may be under way. What is not added before {@link #send} is given back. Commands
         * of this batch that wait for others have room already, and are sent meanwhile: it might be all the room that there is.
         *
         * @return whether there was so much room in that time
         */
        public boolean reserve(int commands, Duration patience) throws InterruptedException {
            long deadline = System.nanoTime() + patience.toNanos();
            boolean isReserved = pending.reserve(pace, commands, Duration.ZERO);
            while (!isReserved && order.waits() && deadline - System.nanoTime() > 0) {
                long left = deadline - System.nanoTime();
                order.advance(Duration.ofNanos(Math.min(left, BETWEEN_LOOKS_FOR_ROOM.toNanos())), this::send);
                isReserved = pending.reserve(pace, commands, Duration.ZERO);
            }
            isReserved = isReserved || pending.reserve(pace, commands, Duration.ofNanos(deadline - System.nanoTime()));
            reserved += isReserved ? commands : 0;
            notAdded = isReserved || notAdded != null ? notAdded : CommandsOverloadedException.noRoom();
            return isReserved;
        }

        /**
         * Adds a command, which counts as under way from now on: {@link #send} must follow. One that is under way already
         * needs no room.
         *
         * @return completes with the reply once its decision is committed; exceptionally with
         *     {@link CommandsOverloadedException}, {@link RepliesUnavailableException} or
         *     {@link ShardsUnavailableException} if it was certainly not appended; not at all while nothing is known
         * @param permission throws if its sender may not send it; others may be added after it then, but not where that cannot be
         *     found out, as {@link ReadModelUnavailableException} says
         * @throws CommandsOverloadedException if it was not added because no room is reserved for it, or because one before
         *     it was not added or not sent
         * @throws ShardsUnavailableException if it was not added because the home of a transaction cannot be asked for
         */
        public CompletableFuture<CommandReply> add(CommandRequest request, Runnable permission) {
            try {
                return enter(request, permission);
            } catch (CommandsOverloadedException | ShardsUnavailableException | ReadModelUnavailableException e) {
                notAdded = notAdded == null ? e : notAdded;
                throw e;
            }
        }

        /** Adds a command whose sender may send it. */
        public CompletableFuture<CommandReply> add(CommandRequest request) {
            return add(request, () -> {});
        }

        private CompletableFuture<CommandReply> enter(CommandRequest request, Runnable permission) {
            Pending underWay = pending.find(request.key());
            if (underWay == null && notAdded != null) {
                // Before anybody is asked, which takes long where they are away.
                throw CommandsOverloadedException.afterOneNotSent(notAdded);
            }
            permission.run();
            Command command = addresses.address(request);
            RequestDigest digest = command.digest();
            if (underWay == null) {
                if (reserved == 0) {
                    throw CommandsOverloadedException.noRoom();
                }
                Pending own = new Pending(command, digest, pace, new CompletableFuture<>());
                underWay = pending.enter(command.id(), own);
                if (underWay == null) {
                    reserved--;
                    added.add(GatheredCommand.of(own, shard(command)));
                    return own.reply();
                }
            }
            if (!underWay.digest().equals(digest)) {
                return CompletableFuture.completedFuture(usedKeys.refusal(command, digest));
            }
            added.add(GatheredCommand.joining(underWay, shard(command)));
            return underWay.reply().thenApply(CommandReply::again);
        }

        /**
         * Sends what was added and need not wait for a transaction before it. That something was not sent is told by its reply
         * alone; then what was added after it is not sent either, so that it is not decided before it.
         */
        public void send() {
            pending.giveBack(pace, reserved);
            reserved = 0;
            List<GatheredCommand> commands = List.copyOf(added);
            added.clear();
            Map<CommandId, Integer> shardOfKey = new HashMap<>();
            commands.forEach(
                    each -> shardOfKey.putIfAbsent(each.key(), each.isJoined() ? FirstOutcomes.NONE : each.shard()));
            try {
                Map<CommandId, CommandOutcome> elsewhere = usedKeys.find(shardOfKey);
                order.add(
                        commands.stream()
                                .map(each -> each.foundElsewhere(elsewhere.get(each.key())))
                                .toList(),
                        this::send);
            } catch (RuntimeException e) {
                commands.forEach(each -> refuse(each, e));
            }
        }

        /** Sends what waits for commands before it, as these end, until that time is over. */
        public void finish(Duration patience) throws InterruptedException {
            order.finish(patience, this::send);
        }

        /** Sends what was added and not sent yet. What would have to wait for others is refused. */
        @Override
        public void close() {
            send();
            order.giveUp()
                    .forEach(left ->
                            refuse(left, new CommandsOverloadedException("a command before it has not ended in time")));
        }

        private void send(GatheredCommand command) {
            Pending own = command.own();
            if (command.isJoined()) {
                if (command.elsewhere() != null) {
                    // Its reply may have gone to an instance that has left.
                    heard(new CommandReply(command.elsewhere(), false, VersionsLeft.NONE));
                }
            } else if (command.elsewhere() != null) {
                own.reply().complete(usedKeys.reply(command.elsewhere(), own.command(), own.digest()));
            } else if (notSent != null) {
                own.reply().completeExceptionally(CommandsOverloadedException.afterOneNotSent(notSent));
            } else {
                try {
                    log.append(own, command.shard(), trace, pace);
                } catch (RuntimeException e) {
                    refuse(command, e);
                }
            }
        }

        private void refuse(GatheredCommand command, RuntimeException reason) {
            if (command.isJoined()) {
                return;
            }
            notSent = notSent == null ? reason : notSent;
            notAdded = notAdded == null ? reason : notAdded;
            command.own().reply().completeExceptionally(reason);
        }
    }

    private int shard(Command command) {
        return ShardPartitioner.shardOf(command.accountId().value(), shards);
    }

    /**
     * The reply to a request whose key was used before, which a shard would give again: it need not be sent. Who waits still for
     * what was sent from here is told of it: the reply to that may have gone to an instance that has left.
     */
    public Optional<CommandReply> known(CommandRequest request) {
        return outcome(request.key()).map(first -> {
            heard(new CommandReply(first, false, VersionsLeft.NONE));
            Command command = addresses.address(request);
            return usedKeys.reply(first, command, command.digest());
        });
    }

    /** Whether a command by this key was sent from here and has not been heard of. */
    public boolean isUnderWay(CommandId key) {
        return pending.find(key) != null;
    }

    /** How many commands are under way. */
    public int underWay() {
        return pending.size();
    }

    /** The outcome of a command that any shard has decided. */
    public Optional<CommandOutcome> outcome(CommandId key) {
        return usedKeys.find(key);
    }

    /**
     * A reply was heard. It may be late, and for another request by the same key, which is not that of whoever waits now
     * and may be another's.
     */
    void heard(CommandReply reply) {
        Pending waiting = pending.find(reply.outcome().commandId());
        if (waiting != null && waiting.digest().equals(reply.outcome().digest())) {
            waiting.reply().complete(reply);
        }
    }
}
