package ledger.api.requests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Assets;
import ledger.language.Instruction;
import ledger.language.Instruction.LimitChange;
import ledger.language.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request asks for. The same for a request's body and for a line of a batch, which has {@code more} fields
 * than the body.
 */
public final class InstructionReader {
    private static final Set<String> OPEN = Set.of("currency", "overdraftLimit", "maxBalance", "metadata");
    private static final Set<String> UPDATE = Set.of("overdraftLimit", "maxBalance", "metadata");
    private static final Set<String> MOVE = Set.of("amount", "currency", "reference", "effectiveAt", "metadata");

    private final MoneyFields money;

    /** A reader that knows these assets. */
    public InstructionReader(Assets assets) {
        this.money = new MoneyFields(assets);
    }

    /** An account to open. */
    public Instruction open(ObjectNode body, Set<String> more) {
        JsonFields fields = JsonFields.of(body, "", union(OPEN, more));
        Asset asset = money.asset(fields);
        Amount overdraft = fields.isNull("overdraftLimit")
                ? null
                : fields.has("overdraftLimit") ? limit(fields, "overdraftLimit", asset) : Amount.ZERO;
        Amount maxBalance =
                fields.has("maxBalance") && !fields.isNull("maxBalance") ? limit(fields, "maxBalance", asset) : null;
        return new Instruction.OpenAccount(asset, new Limits(overdraft, maxBalance), fields.metadata());
    }

    /** Changes of an account, as a merge patch (RFC 7396). How many decimals its limits may have is for its shard to say. */
    public Instruction update(ObjectNode body, Set<String> more) {
        JsonFields fields = JsonFields.of(body, "", union(UPDATE, more));
        return new Instruction.UpdateAccount(
                limitChange(fields, "overdraftLimit"), limitChange(fields, "maxBalance"), fields.metadataChanges());
    }

    /** Money to bring in. */
    public Instruction deposit(ObjectNode body, Set<String> more) {
        JsonFields fields = JsonFields.of(body, "", union(MOVE, more));
        Asset asset = money.asset(fields);
        return new Instruction.DepositFunds(MoneyFields.amount(fields, asset), asset, MoneyFields.particulars(fields));
    }

    /** Money to take out. */
    public Instruction withdraw(ObjectNode body, Set<String> more) {
        JsonFields fields = JsonFields.of(body, "", union(MOVE, more));
        Asset asset = money.asset(fields);
        return new Instruction.WithdrawFunds(MoneyFields.amount(fields, asset), asset, MoneyFields.particulars(fields));
    }

    /** Requests that have nothing to say beyond their address. */
    public Instruction bare(ObjectNode body, Instruction instruction, Set<String> more) {
        JsonFields.of(body, "", more);
        return instruction;
    }

    private static Amount limit(JsonFields fields, String name, Asset asset) {
        return MoneyFields.inUnitsOf(fields, name, nonNegative(fields, name), asset);
    }

    private static BigDecimal nonNegative(JsonFields fields, String name) {
        BigDecimal limit = fields.decimal(name);
        if (limit.signum() < 0) {
            throw InvalidRequest.at(fields.pointer(name), "must not be negative");
        }
        return limit;
    }

    private static @Nullable LimitChange limitChange(JsonFields fields, String name) {
        if (!fields.has(name)) {
            return null;
        }
        if (fields.isNull(name)) {
            return new LimitChange(null);
        }
        return new LimitChange(MoneyFields.ofSomeAsset(fields, name, nonNegative(fields, name)));
    }

    static Set<String> union(Set<String> some, Set<String> more) {
        if (more.isEmpty()) {
            return some;
        }
        Set<String> all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }
}
