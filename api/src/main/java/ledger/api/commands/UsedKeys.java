package ledger.api.commands;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.RequestDigest;
import ledger.topics.VersionsLeft;

/** What idempotency keys were used for, as the shards remember it, and what is answered where one comes again. */
final class UsedKeys {
    private final FirstOutcomes firstOutcomes;
    private final Clock clock;

    UsedKeys(FirstOutcomes firstOutcomes, Clock clock) {
        this.firstOutcomes = firstOutcomes;
        this.clock = clock;
    }

    /**
     * The outcome of a command that any shard has decided.
     *
     * @throws ShardsUnavailableException if a shard cannot be asked at the moment
     */
    Optional<CommandOutcome> find(CommandId key) {
        return Optional.ofNullable(find(Map.of(key, FirstOutcomes.NONE)).get(key));
    }

    /** As {@link FirstOutcomes#find}. */
    Map<CommandId, CommandOutcome> find(Map<CommandId, Integer> exceptShards) {
        return firstOutcomes.find(exceptShards);
    }

    /**
     * What is answered to a command whose key has an outcome. The same request is found in another shard than its own where it
     * names a transaction that was not known, or not yet, when it was sent first. It has its answer.
     */
    CommandReply reply(CommandOutcome first, Command command, RequestDigest digest) {
        return first.digest().equals(digest)
                ? new CommandReply(first, true, VersionsLeft.NONE)
                : refusal(command, digest);
    }

    /** What is answered to a command whose key belongs to another request. */
    CommandReply refusal(Command command, RequestDigest digest) {
        return new CommandReply(
                new CommandOutcome(
                        command.id(),
                        command.accountId(),
                        digest,
                        command.instruction().kind(),
                        Instant.now(clock),
                        Rejection.because(RejectionReason.IDEMPOTENCY_KEY_REUSED)
                                .with("idempotencyKey", command.id().value())),
                false,
                VersionsLeft.NONE);
    }
}
