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
     * @param declaration {@code CODE:SCALE}, separated by commas: {@code BTC:8,ETH:18}; may be blank
     * @throws IllegalArgumentException if it is malformed, or redefines a currency of ISO 4217
     */
    public static Assets declaring(String declaration) {
        Assets assets = new Assets();
        for (String part : declaration.split(",", -1)) {
            if (!declaration.isBlank()) {
                assets.declare(part.strip());
            }
        }
        return assets;
    }

    private void declare(String part) {
        int colon = part.indexOf(':');
        String code = colon < 0 ? part : part.substring(0, colon);
        if (colon < 0
                || !CODE.matcher(code).matches()
                || !part.substring(colon + 1).matches("\\d{1,2}")) {
            throw new IllegalArgumentException("\"" + part + "\" is not an asset: write CODE:SCALE, as in BTC:8");
        }
        Asset asset = new Asset(code, Integer.parseInt(part.substring(colon + 1)));
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
