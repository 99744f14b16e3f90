package ledger.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @ParameterizedTest
    @ValueSource(strings = {"BTC:8,ETH:18", " BTC:8 ,\tETH:18 ", "BTC:8,ETH:18,BTC:8", "BTC:08,ETH:18,EUR:2"})
    void takesDeclaredOnesToo(String declaration) {
        Assets assets = Assets.declaring(declaration);
        assertThat(assets.find("BTC")).contains(new Asset("BTC", 8));
        assertThat(assets.find("ETH")).contains(new Asset("ETH", 18));
        assertThat(assets.find("EUR")).contains(new Asset("EUR", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"XAU:0", "AB:30", "ABCDEFGHIJKLMNOP:1", "X9:5"})
    void takesCodesOf2To16LettersAndDigits(String declaration) {
        String code = declaration.substring(0, declaration.indexOf(':'));
        assertThat(Assets.declaring(declaration).find(code)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void aBlankDeclarationAddsNothing(String blank) {
        assertThat(Assets.declaring(blank).find("EUR")).isPresent();
        assertThat(Assets.declaring(blank).find("BTC")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BTC",
                "BTC:",
                ":8",
                "BTC:8:9",
                "BTC:-1",
                "BTC:+8",
                "BTC:8.0",
                "BTC:100",
                "BTC:x",
                "BTC:٨",
                "btc:8",
                "B:8",
                "9BTC:8",
                "BTC :8",
                "BTC: 8",
                "BTC=8",
                "ABCDEFGHIJKLMNOPQ:1",
                "BTC:8,",
                ",BTC:8",
                "BTC:8,,ETH:18",
                "BTC:8;ETH:18"
            })
    void refusesWhatIsMalformed(String declaration) {
        assertThatThrownBy(() -> Assets.declaring(declaration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("is not an asset: write CODE:SCALE, as in BTC:8");
    }

    @Test
    void saysWhichPartIsMalformed() {
        assertThatThrownBy(() -> Assets.declaring("BTC:8, ETH")).hasMessageStartingWith("\"ETH\" is not");
    }

    @Test
    void refusesToRedefine() {
        assertThatThrownBy(() -> Assets.declaring("EUR:3")).hasMessage("EUR is already known with 2 decimals");
        assertThatThrownBy(() -> Assets.declaring("BTC:8,BTC:9")).hasMessage("BTC is already known with 8 decimals");
    }

    @Test
    void refusesTooManyDecimals() {
        assertThat(Assets.declaring("BTC:30").find("BTC")).isPresent();
        assertThatThrownBy(() -> Assets.declaring("BTC:31")).hasMessage("scale of BTC must be 0 to 30, not 31");
    }
}
