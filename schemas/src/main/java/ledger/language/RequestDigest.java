package ledger.language;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.CloseAccount;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.FreezeAccount;
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.UnfreezeAccount;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Instruction.WithdrawFunds;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of what a command asks for: equal for two requests that mean the same, however their JSON was written.
 *
 * <p>It is compared with digests that were stored years ago, so the canonical form must never change: fields are written
 * by name, absent ones not at all, so that a field added later leaves the digest of requests without it as it was.
 * A request that names a transaction is the same wherever that transaction's home is found to be.
 * Amounts are written in major units, as requests have them: the scale of an asset is the ledger's, and may change.
 *
 * @param hex 64 hexadecimal digits
 */
public record RequestDigest(String hex) {
    /** The digest of a command: everything in it but its id. */
    public static RequestDigest of(Command command) {
        Canonical canonical = new Canonical();
        if (command.instruction().namedTransaction() == null) {
            canonical.field("account", command.accountId());
        }
        canonical.field("ifMatch", command.expectedVersion());
        canonical.field("op", command.instruction().kind());
        write(canonical, command.instruction());
        return new RequestDigest(HexFormat.of().formatHex(canonical.digest.digest()));
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** The digest of these 32 bytes. */
    public static RequestDigest ofBytes(byte[] bytes) {
        return new RequestDigest(HexFormat.of().formatHex(bytes));
    }

    private static void write(Canonical to, Instruction instruction) {
        switch (instruction) {
            case OpenAccount open -> {
                to.field("currency", open.asset().code());
                to.field("overdraftLimit", orNone(major(open.limits().overdraft(), open.asset())));
                to.field("maxBalance", major(open.limits().maxBalance(), open.asset()));
                to.map("metadata", open.metadata());
            }
            case UpdateAccount update -> {
                to.field("overdraftLimit", change(update.overdraftLimit()));
                to.field("maxBalance", change(update.maxBalance()));
                to.changes("metadata", update.metadata());
            }
            case FreezeAccount() -> {}
            case UnfreezeAccount() -> {}
            case CloseAccount() -> {}
            case DepositFunds deposit -> {
                to.field("amount", major(deposit.amount(), deposit.asset()));
                to.field("currency", deposit.asset().code());
                write(to, deposit.particulars());
            }
            case WithdrawFunds withdraw -> {
                to.field("amount", major(withdraw.amount(), withdraw.asset()));
                to.field("currency", withdraw.asset().code());
                write(to, withdraw.particulars());
            }
            case PostTransaction transaction -> {
                for (Posting posting : transaction.postings()) {
                    to.field("from", posting.from());
                    to.field("to", posting.to());
                    to.field("amount", major(posting.amount(), posting.asset()));
                    to.field("currency", posting.asset().code());
                }
                to.field("pending", transaction.pending());
                to.field("expiresIn", transaction.expiresIn());
                write(to, transaction.particulars());
            }
            case CaptureTransaction capture -> {
                to.field("transaction", capture.transactionId());
                to.field("amount", plain(capture.amount()));
                to.field("final", capture.isFinal());
            }
            case VoidTransaction(TransactionId transactionId) -> to.field("transaction", transactionId);
            case ReverseTransaction reverse -> {
                to.field("transaction", reverse.transactionId());
                to.field("reference", reverse.reference());
                to.map("metadata", reverse.metadata());
            }
        }
    }

    private static void write(Canonical to, Particulars particulars) {
        to.field("reference", particulars.reference());
        to.field("effectiveAt", particulars.effectiveAt());
        to.map("metadata", particulars.metadata());
    }

    private static Object orNone(@Nullable Object value) {
        return value == null ? "none" : value;
    }

    private static @Nullable Object change(@Nullable LimitChange change) {
        return change == null ? null : orNone(plain(change.limit()));
    }

    private static @Nullable String major(@Nullable Amount amount, Asset asset) {
        return amount == null ? null : plain(new BigDecimal(amount.minor(), asset.scale()));
    }

    private static @Nullable String plain(@Nullable BigDecimal decimal) {
        return decimal == null ? null : decimal.stripTrailingZeros().toPlainString();
    }

    /** Feeds names and values to the digest, each with its length before it so that no two forms run together. */
    private static final class Canonical {
        private final MessageDigest digest = Sha256.start();

        void field(String name, @Nullable Object value) {
            if (value != null) {
                text(name);
                text(value.toString());
            }
        }

        void map(String name, Map<String, String> map) {
            new TreeMap<>(map).forEach((key, value) -> pair(name, key, "+" + value));
        }

        void changes(String name, Map<String, Optional<String>> map) {
            new TreeMap<>(map)
                    .forEach((key, value) ->
                            pair(name, key, value.map("+"::concat).orElse("-")));
        }

        private void pair(String name, String key, String value) {
            text(name);
            text(key);
            text(value);
        }

        private void text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            digest.update(bytes);
        }
    }
}
