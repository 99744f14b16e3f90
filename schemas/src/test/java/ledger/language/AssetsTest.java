package ledger.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsTest {
    @ParameterizedTest
    @CsvSource({"EUR, 2", "JPY, 0", "BHD, 3", "CLF, 4"})
    void knowsTheCurrenciesOfIso4217(String code, int scale) {
        assertThat(Assets.iso4217().find(code)).contains(new Asset(code, scale));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eur", "EURO", "", " EUR", "XAU", "XXX", "BTC"})
    void knowsNothingElse(String code) {
        assertThat(Assets.iso4217().find(code)).isEmpty();
    }

    @Test
    void takesDeclaredOnesToo() {
        Assets assets = Assets.declaring(Map.of("BTC", 8, "ETH", 18, "EUR", 2));
        assertThat(assets.find("BTC")).contains(new Asset("BTC", 8));
        assertThat(assets.find("ETH")).contains(new Asset("ETH", 18));
        assertThat(assets.find("EUR")).contains(new Asset("EUR", 2));
        assertThat(Assets.declaring(Map.of()).find("BTC")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"XAU", "AB", "ABCDEFGHIJKLMNOP", "X9"})
    void takesCodesOf2To16LettersAndDigits(String code) {
        assertThat(Assets.declaring(Map.of(code, 1)).find(code)).contains(new Asset(code, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "B", "btc", "9BTC", "BTC ", "BT C", "BTC:", "ABCDEFGHIJKLMNOPQ"})
    void refusesOtherCodes(String code) {
        assertThatThrownBy(() -> Assets.declaring(Map.of(code, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + code + "\" is no code of an asset, such as BTC");
    }

    @Test
    void refusesToRedefine() {
        assertThatThrownBy(() -> Assets.declaring(Map.of("EUR", 3))).hasMessage("EUR is already known with 2 decimals");
    }

    @Test
    void refusesTooManyDecimals() {
        assertThat(Assets.declaring(Map.of("BTC", 30)).find("BTC")).isPresent();
        assertThatThrownBy(() -> Assets.declaring(Map.of("BTC", 31)))
                .hasMessage("scale of BTC must be 0 to 30, not 31");
    }
}
