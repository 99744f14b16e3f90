package ledger.api.requests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ledger.language.AccountId;
import ledger.language.Asset;
import ledger.language.Assets;
import ledger.language.Instruction;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Posting;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request asks of a transaction. The same for a request's body and for a line of a batch, which has {@code
 * more} fields than the body. Whether the accounts are what the postings say is left to their shards; so is a posting that
 * has the same account on both sides, which is refused there in its order of precedence.
 */
public final class TransactionReader {
    private static final Set<String> TRANSACTION =
            Set.of("postings", "pending", "expiresIn", "reference", "effectiveAt", "metadata");
    private static final Set<String> POSTING = Set.of("from", "to", "amount", "currency");
    private static final Set<String> CAPTURE = Set.of("amount", "final");
    private static final Set<String> REVERSE = Set.of("reference", "metadata");

    private final MoneyFields money;

    /** A reader. */
    public TransactionReader(Assets assets) {
        this.money = new MoneyFields(assets);
    }

    /** A transaction to post or to hold. */
    public Instruction transaction(ObjectNode body, Set<String> more) {
        JsonFields fields = JsonFields.of(body, "", InstructionReader.union(TRANSACTION, more));
        List<Posting> postings = postings(fields);
        boolean pending = fields.flag("pending");
        return new PostTransaction(postings, pending, expiresIn(fields, pending), MoneyFields.particulars(fields));
    }

    private List<Posting> postings(JsonFields fields) {
        List<Map.Entry<String, ObjectNode>> objects = fields.objects("postings");
        if (objects.isEmpty() || objects.size() > PostTransaction.MAX_POSTINGS) {
            throw InvalidRequest.at(
                    fields.pointer("postings"), "must have 1 to " + PostTransaction.MAX_POSTINGS + " postings");
        }
        List<Posting> postings = new ArrayList<>(objects.size());
        for (var object : objects) {
            JsonFields posting = JsonFields.of(object.getValue(), object.getKey(), POSTING);
            AccountId from = side(posting, "from");
            AccountId to = side(posting, "to");
            Asset asset = money.asset(posting);
            postings.add(new Posting(from, to, MoneyFields.amount(posting, asset), asset));
        }
        return postings;
    }

    private static AccountId side(JsonFields posting, String name) {
        String id = posting.text(name);
        if (!AccountId.isValid(id) && !id.equals(AccountId.WORLD.value())) {
            throw InvalidRequest.at(posting.pointer(name), "must be @world or an account id: " + AccountId.FORM);
        }
        return new AccountId(id);
    }

    /** Says nothing where the transaction is posted at once. Who does not say that may have meant a hold. */
    private static @Nullable Duration expiresIn(JsonFields fields, boolean pending) {
        Duration expiresIn = fields.duration("expiresIn", PostTransaction.LONGEST_HOLD);
        if (expiresIn != null && (!fields.has("pending") || fields.isNull("pending"))) {
            throw InvalidRequest.at(
                    fields.pointer("expiresIn"), "is for pending transactions: say \"pending\": true, or false");
        }
        return pending ? expiresIn : null;
    }

    /** A hold to post, in whole or in part. */
    public Instruction capture(ObjectNode body, TransactionId transaction, Set<String> more) {
        JsonFields fields = JsonFields.of(body, "", InstructionReader.union(CAPTURE, more));
        return new CaptureTransaction(
                transaction,
                fields.has("amount") && !fields.isNull("amount") ? MoneyFields.amountOfSomeAsset(fields) : null,
                fields.flag("final"));
    }

    /** A hold to release. */
    public Instruction voiding(ObjectNode body, TransactionId transaction, Set<String> more) {
        JsonFields.of(body, "", more);
        return new VoidTransaction(transaction);
    }

    /** A transaction whose opposite is to be posted. */
    public Instruction reverse(ObjectNode body, TransactionId transaction, Set<String> more) {
        JsonFields fields = JsonFields.of(body, "", InstructionReader.union(REVERSE, more));
        return new ReverseTransaction(transaction, fields.reference(), fields.metadata());
    }

    /** The transaction that a line of a batch names. */
    static TransactionId named(JsonFields line) {
        String id = line.text("transaction");
        if (!AccountId.isValid(id)) {
            throw InvalidRequest.at(line.pointer("transaction"), "must be a transaction id: " + AccountId.FORM);
        }
        return new TransactionId(id);
    }
}
