package ledger.language;

import org.jspecify.annotations.Nullable;

/**
 * A request to change the ledger, as the API accepted it. Whether it is done is decided by the shard of its account.
 *
 * @param id the idempotency key: however often the command is sent, it is applied at most once
 * @param accountId the account whose shard decides
 * @param expectedVersion apply only to this version of the account; {@code null}: to any
 */
public record Command(
        CommandId id, AccountId accountId, @Nullable Long expectedVersion, Instruction instruction) {
    /** Tells a retry of this request from another request that uses the same key. */
    public RequestDigest digest() {
        return RequestDigest.of(this);
    }
}
