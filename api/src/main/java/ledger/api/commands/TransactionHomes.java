package ledger.api.commands;

import java.util.Optional;
import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.CommandKind;
import ledger.language.TransactionId;

/** Where transactions are at home, as far as the shards know, on whichever instance each is. */
public interface TransactionHomes {
    /**
     * The account whose shard decides what becomes of the transaction; empty where none of the shards knows of it.
     *
     * @throws ShardsUnavailableException if a shard cannot be asked at the moment
     */
    Optional<AccountId> home(TransactionId id);

    /** Whether a command of this kind and key is the one that makes the transaction, if it is accepted. */
    static boolean isMadeBy(CommandKind kind, CommandId key, TransactionId transaction) {
        boolean makesOne = switch (kind) {
            case DEPOSIT, WITHDRAW, TRANSACTION, REVERSE -> true;
            case OPEN, UPDATE, FREEZE, UNFREEZE, CLOSE, CAPTURE, VOID -> false;
        };
        return makesOne && TransactionId.of(key).equals(transaction);
    }
}
