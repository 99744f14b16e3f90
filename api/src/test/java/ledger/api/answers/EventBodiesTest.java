package ledger.api.answers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandId;
import ledger.language.Limits;
import org.junit.jupiter.api.Test;

class EventBodiesTest {
    private static final Limits LIMITS = new Limits(Amount.ofMinor(500), null);

    @Test
    void anUpdateTellsTheLimitsAsTheyAreAndAsTheyWere() {
        ObjectNode body = EventBodies.event(
                event(new AccountUpdated(LIMITS, Map.of("tier", "gold"), new Limits(null, Amount.ofMinor(100_000)))),
                _ -> true);

        assertThat(body.path("overdraftLimit").textValue()).isEqualTo("5.00");
        assertThat(body.path("formerLimits")).hasToString("{\"overdraftLimit\":null,\"maxBalance\":\"1000.00\"}");
    }

    @Test
    void anUpdateThatDoesNotTellTheFormerLimitsIsNotTakenForOneOfNoLimits() {
        assertThat(EventBodies.event(event(new AccountUpdated(LIMITS, Map.of(), null)), _ -> true)
                        .has("formerLimits"))
                .isFalse();
    }

    private static AccountEvent event(AccountChange change) {
        return new AccountEvent(
                new AccountId("alice"),
                2,
                null,
                new CommandId("limits-1"),
                new Asset("EUR", 2),
                Amount.ZERO,
                Amount.ZERO,
                Amount.ZERO,
                0,
                Instant.EPOCH,
                Instant.EPOCH,
                change);
    }
}
