package ledger.api.requests;

import java.math.BigDecimal;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Assets;
import ledger.language.Instruction.Particulars;

/** The fields that say how much of what, and what for. */
final class MoneyFields {
    private final Assets assets;

    MoneyFields(Assets assets) {
        this.assets = assets;
    }

    /** What {@code currency} names. */
    Asset asset(JsonFields fields) {
        String code = fields.text("currency");
        return assets.find(code)
                .orElseThrow(() -> InvalidRequest.at(
                        fields.pointer("currency"), "must be an ISO 4217 code such as \"EUR\", or a declared asset"));
    }

    /** The positive {@code amount}. */
    static Amount amount(JsonFields fields, Asset asset) {
        Amount amount = inUnitsOf(fields, "amount", fields.decimal("amount"), asset);
        if (!amount.isPositive()) {
            throw notPositive(fields);
        }
        return amount;
    }

    /** The positive {@code amount}, of an asset that is not known here. */
    static BigDecimal amountOfSomeAsset(JsonFields fields) {
        BigDecimal amount = fields.decimal("amount");
        if (amount.signum() <= 0) {
            throw notPositive(fields);
        }
        return ofSomeAsset(fields, "amount", amount);
    }

    private static RuntimeException notPositive(JsonFields fields) {
        return InvalidRequest.at(fields.pointer("amount"), "must be positive");
    }

    /** In the minor units of the asset. */
    static Amount inUnitsOf(JsonFields fields, String name, BigDecimal major, Asset asset) {
        if (!asset.canExpress(major)) {
            throw InvalidRequest.at(
                    fields.pointer(name),
                    "must have at most " + asset.scale() + " decimals, as " + asset.code() + " has");
        }
        if (!Amount.fits(major.setScale(asset.scale()).unscaledValue())) {
            throw InvalidRequest.at(fields.pointer(name), "is outside the range of amounts: 128 bits of minor units");
        }
        return asset.fromMajor(major);
    }

    /** As it is, if any asset at all could express it. */
    static BigDecimal ofSomeAsset(JsonFields fields, String name, BigDecimal major) {
        if (major.scale() > Asset.MAX_SCALE || !Amount.fits(major.unscaledValue())) {
            throw InvalidRequest.at(fields.pointer(name), "has too many digits");
        }
        return major;
    }

    /** What the client tells of a movement. */
    static Particulars particulars(JsonFields fields) {
        return new Particulars(fields.reference(), fields.time("effectiveAt"), fields.metadata());
    }
}
