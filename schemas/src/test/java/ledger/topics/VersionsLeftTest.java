package ledger.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandOutcome.BalanceAfter;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsLeftTest {
    private static final AccountId ALICE = new AccountId("acme:alice");
    private static final AccountId BOB = new AccountId("acme:bob");

    private final Headers headers = new RecordHeaders();

    @Test
    void isReadAsItWasWritten() {
        VersionsLeft left = VersionsLeft.by(List.of(at(ALICE, 4), at(BOB, 7), at(ALICE, 6)));
        assertThat(left.versions()).isEqualTo(Map.of(ALICE, 6L, BOB, 7L));

        left.put(headers);

        assertThat(VersionsLeft.of(headers)).isEqualTo(left);
    }

    @Test
    void isALineForEachAccount() {
        VersionsLeft.by(List.of(at(ALICE, 4))).put(headers);
        assertThat(LedgerHeaders.text(headers, VersionsLeft.HEADER)).isEqualTo("4 acme:alice");
    }

    @Test
    void ofNothingThereIsNoHeader() {
        VersionsLeft.NONE.put(headers);
        assertThat(headers).isEmpty();
        assertThat(VersionsLeft.of(headers)).isEqualTo(VersionsLeft.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "four acme:alice", "4 ", "4 acme:alice\nbob"})
    void whatIsWrittenOtherwiseIsRefused(String text) {
        LedgerHeaders.put(headers, VersionsLeft.HEADER, text);
        assertThatThrownBy(() -> VersionsLeft.of(headers)).isInstanceOf(IllegalArgumentException.class);
    }

    private static BalanceAfter at(AccountId account, long version) {
        return new BalanceAfter(account, new Asset("EUR", 2), Amount.ZERO, Amount.ZERO, null, version);
    }
}
