package ledger.codec;

import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.ShardMessage;
import ledger.language.ShardMessage.Acknowledgement;
import ledger.language.ShardMessage.Body;
import ledger.language.ShardMessage.Capture;
import ledger.language.ShardMessage.Hold;
import ledger.language.ShardMessage.Post;
import ledger.language.ShardMessage.Prepare;
import ledger.language.ShardMessage.Refusal;
import ledger.language.ShardMessage.Release;
import ledger.language.ShardMessage.Stage;
import ledger.language.ShardMessage.Step;
import ledger.language.ShardMessage.Verdict;
import ledger.language.ShardMessage.Vote;
import ledger.language.TransactionId;
import ledger.records.CaptureStep;
import ledger.records.HoldStep;
import ledger.records.PostStep;
import ledger.records.PrepareStage;
import ledger.records.ReleaseStep;
import org.jspecify.annotations.Nullable;

/** Messages between shards to and from {@link ledger.records.ShardMessage}; their parts stand in stores too. */
public final class ShardMessageCodec implements Codec<ShardMessage, ledger.records.ShardMessage> {
    /** The codec; it has no state. */
    public static final ShardMessageCodec INSTANCE = new ShardMessageCodec();

    private ShardMessageCodec() {}

    @Override
    public ledger.records.ShardMessage toRecord(ShardMessage message) {
        return new ledger.records.ShardMessage(
                message.to().value(),
                message.transactionId().value(),
                message.sequence(),
                message.home().value(),
                toRecord(message.body()));
    }

    @Override
    public ShardMessage fromRecord(ledger.records.ShardMessage message) {
        return new ShardMessage(
                new AccountId(message.getToAccountId()),
                new TransactionId(message.getTransactionId()),
                message.getSequence(),
                new AccountId(message.getHomeAccountId()),
                fromRecord(message.getBody()));
    }

    private static Object toRecord(Body body) {
        return switch (body) {
            case Prepare prepare -> prepareToRecord(prepare);
            case Vote vote -> voteToRecord(vote);
            case Verdict(boolean commit) -> new ledger.records.Verdict(commit);
            case Acknowledgement(int shard, var balances) ->
                new ledger.records.Acknowledgement(shard, Balances.toRecords(balances));
        };
    }

    private static Body fromRecord(Object body) {
        return switch (body) {
            case ledger.records.Prepare prepare -> prepareFromRecord(prepare);
            case ledger.records.Vote vote -> voteFromRecord(vote);
            case ledger.records.Verdict verdict -> new Verdict(verdict.getCommit());
            case ledger.records.Acknowledgement acknowledgement ->
                new Acknowledgement(acknowledgement.getShard(), Balances.fromRecords(acknowledgement.getBalances()));
            default -> throw new IllegalArgumentException("unknown message " + body.getClass());
        };
    }

    /** The record of a Prepare. */
    public static ledger.records.Prepare prepareToRecord(Prepare prepare) {
        return new ledger.records.Prepare(
                PrepareStage.valueOf(prepare.stage().name()),
                stepToRecord(prepare.step()),
                prepare.commandId().value(),
                prepare.recordedAt(),
                prepare.effectiveAt(),
                prepare.reference(),
                prepare.metadata());
    }

    /** The Prepare of a record. */
    public static Prepare prepareFromRecord(ledger.records.Prepare prepare) {
        return new Prepare(
                Stage.valueOf(prepare.getStage().name()),
                stepFromRecord(prepare.getStep()),
                new CommandId(prepare.getCommandId()),
                prepare.getRecordedAt(),
                prepare.getEffectiveAt(),
                prepare.getReference(),
                prepare.getMetadata());
    }

    /** The record of a Vote. */
    public static ledger.records.Vote voteToRecord(Vote vote) {
        return new ledger.records.Vote(
                vote.shard(), refusalToRecord(vote.refusal()), Balances.toRecords(vote.balances()));
    }

    /** The Vote of a record. */
    public static Vote voteFromRecord(ledger.records.Vote vote) {
        return new Vote(
                vote.getShard(), refusalFromRecord(vote.getRefusal()), Balances.fromRecords(vote.getBalances()));
    }

    /** The record of a refusal. */
    public static ledger.records.@Nullable Refusal refusalToRecord(@Nullable Refusal refusal) {
        return refusal == null
                ? null
                : new ledger.records.Refusal(Rejections.toRecord(refusal.rejection()), refusal.posting());
    }

    /** The refusal of a record. */
    public static @Nullable Refusal refusalFromRecord(ledger.records.@Nullable Refusal refusal) {
        return refusal == null
                ? null
                : new Refusal(Rejections.fromRecord(refusal.getRejection()), refusal.getPosting());
    }

    private static Object stepToRecord(Step step) {
        return switch (step) {
            case Post post -> new PostStep(PostingCodec.toRecords(post.postings()), Values.text(post.reverses()));
            case Hold hold -> new HoldStep(PostingCodec.toRecords(hold.postings()), hold.expiresAt());
            case Capture(var captured, var released, boolean ended) ->
                new CaptureStep(PostingCodec.toRecords(captured), PostingCodec.toRecords(released), ended);
            case Release release ->
                new ReleaseStep(
                        PostingCodec.toRecords(release.postings()),
                        ledger.records.ReleaseCause.valueOf(release.cause().name()));
        };
    }

    private static Step stepFromRecord(Object step) {
        return switch (step) {
            case PostStep post ->
                new Post(PostingCodec.fromRecords(post.getPostings()), Values.transactionId(post.getReverses()));
            case HoldStep hold -> new Hold(PostingCodec.fromRecords(hold.getPostings()), hold.getExpiresAt());
            case CaptureStep capture ->
                new Capture(
                        PostingCodec.fromRecords(capture.getCaptured()),
                        PostingCodec.fromRecords(capture.getReleased()),
                        capture.getEnded());
            case ReleaseStep release ->
                new Release(
                        PostingCodec.fromRecords(release.getPostings()),
                        ReleaseCause.valueOf(release.getCause().name()));
            default -> throw new IllegalArgumentException("unknown step " + step.getClass());
        };
    }
}
