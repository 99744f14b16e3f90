package ledger.language;

import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The assets that accounts can be opened in: the currencies of ISO 4217 and those declared in the configuration. */
public final class Assets {
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]{1,15}");

    private final Map<String, Asset> byCode = new HashMap<>();

    private Assets() {
        for (Currency currency : Currency.getAvailableCurrencies()) {
            int scale = currency.getDefaultFractionDigits();
            // Codes without decimals of their own (XAU, XXX) are units of account for others to define.
            if (scale >= 0) {
                byCode.put(currency.getCurrencyCode(), new Asset(currency.getCurrencyCode(), scale));
            }
        }
    }

    /** The currencies of ISO 4217 alone, as the JDK knows them. */
    public static Assets iso4217() {
        return new Assets();
    }

    /**
     * ISO 4217 and the declared ones.
     *
     * @param decimals of each declared asset, by its code
     * @throws IllegalArgumentException if a code is malformed, an asset has too many decimals, or a currency of ISO 4217 others
     *     than its own
     */
    public static Assets declaring(Map<String, Integer> decimals) {
        Assets assets = new Assets();
        decimals.forEach((code, scale) -> assets.declare(code, scale));
        return assets;
    }

    private void declare(String code, int scale) {
        if (!isCode(code)) {
            throw new IllegalArgumentException("\"" + code + "\" is no code of an asset, such as BTC");
        }
        Asset asset = new Asset(code, scale);
        Asset known = byCode.putIfAbsent(code, asset);
        if (known != null && !known.equals(asset)) {
            throw new IllegalArgumentException(code + " is already known with " + known.scale() + " decimals");
        }
    }

    /** Whether the text has the form of a code, of whatever asset: 2 to 16 of {@code A-Z 0-9}, beginning with a letter. */
    public static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /** The asset of that code, if there is one. Codes are upper-case. */
    public Optional<Asset> find(String code) {
        return Optional.ofNullable(byCode.get(code));
    }
}
