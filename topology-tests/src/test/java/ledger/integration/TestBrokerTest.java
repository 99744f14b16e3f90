package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** These tests run on the broker that was asked for, not on one that a default has put in its place. */
@ExtendWith(SharedLedger.class)
@Tag("container")
class TestBrokerTest {
    @Test
    void theBrokerIsEmbeddedUnlessAContainerIsAskedFor(LedgerFixture ledger) {
        assertThat(ledger.hasEmbeddedBroker()).isNotEqualTo(TestBroker.isContainer());
    }
}
