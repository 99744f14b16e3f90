package ledger.projections.generations;

import static org.assertj.core.api.Assertions.assertThat;

import ledger.projections.generations.GenerationNames.Generation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationNamesTest {
    private final GenerationNames names = new GenerationNames("ledger");

    @Test
    void readsTheNamesItGives() {
        assertThat(names.parse(names.applicationId("trial-balance", 12))).contains(new Generation("trial-balance", 12));
        assertThat(names.applicationOfTopic("ledger-balances-g12-accounts-changelog"))
                .contains("ledger-balances-g12");
        assertThat(names.applicationOfTopic("ledger-trial-balance-g1-by-currency-repartition"))
                .contains("ledger-trial-balance-g1");
    }

    @Test
    void theFirstGenerationIsNotRebuilt() {
        assertThat(names.isRebuilt("ledger-balances-g1")).isFalse();
        assertThat(names.isRebuilt("ledger-balances-g2")).isTrue();
        assertThat(names.isRebuilt("ledger-balances")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ledger",
                "ledger-balances",
                "ledger-balances-g",
                "ledger-balances-g0",
                "ledger-balances-g01",
                "ledger-balances-g1-accounts-changelog",
                "ledgers-balances-g1",
                "my-ledger-balances-g1",
                "ledger.balances-g1",
                "ledger-balances-g99999999999"
            })
    void otherIdsAreNone(String id) {
        assertThat(names.parse(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ledger.accounts.events.v1",
                "ledger-balances-g1",
                "ledger-balances-g1-changelog",
                "ledger-balances-g1-accounts",
                "ledger-commands-accounts-changelog",
                "other-balances-g1-accounts-changelog"
            })
    void otherTopicsAreNone(String topic) {
        assertThat(names.applicationOfTopic(topic)).isEmpty();
    }
}
