package ledger.commands.domain.transactions;

import ledger.language.ShardMessage.Prepare;
import ledger.language.ShardMessage.Vote;
import org.jspecify.annotations.Nullable;

/**
 * What a shard did for a transaction whose home is another.
 *
 * @param sequence the last step that it took part in
 * @param reserved what it has reserved for and awaits the verdict on; {@code null}: nothing is left to do
 * @param vote what it answered; after the verdict, with what that left on the accounts
 */
public record Participation(long sequence, @Nullable Prepare reserved, Vote vote) {}
