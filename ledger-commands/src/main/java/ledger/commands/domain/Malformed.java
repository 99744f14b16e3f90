package ledger.commands.domain;

import ledger.language.Asset;
import ledger.language.Rejection;
import ledger.language.RejectionReason;

/** What only the shard can see to be malformed, told as the API tells of it where it can see it. */
public final class Malformed {
    private Malformed() {}

    /**
     * A field that has something wrong.
     *
     * @param pointer where, as a JSON pointer into the request
     * @param problem what would be right, as in "must be positive"
     */
    public static Rejection at(String pointer, String problem) {
        return Rejection.because(RejectionReason.INVALID_REQUEST)
                .with("pointer", pointer)
                .with("problem", problem);
    }

    /** A field with more decimals than the asset has. */
    public static Rejection tooFine(String pointer, Asset asset) {
        return at(pointer, "must have at most " + asset.scale() + " decimals, as " + asset.code() + " has");
    }
}
