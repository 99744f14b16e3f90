package ledger.serde;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import ledger.records.AccountBalance;
import ledger.records.AccountStatus;
import ledger.records.ProjectionControl;

/** Records to write and read. */
final class Samples {
    static final String TOPIC = "ledger.test.records.v1";

    private Samples() {}

    static ProjectionControl control() {
        return ProjectionControl.newBuilder()
                .setProjection("balances")
                .setRevision(5)
                .setActiveGeneration(3)
                .setRebuildingGeneration(4)
                .setLastGeneration(4)
                .setChangedAt(Instant.ofEpochMilli(1_000))
                .build();
    }

    static AccountBalance balance() {
        return AccountBalance.newBuilder()
                .setAccountId("{acme}:cash")
                .setCurrency("EUR")
                .setScale(2)
                .setStatus(AccountStatus.OPEN)
                .setBalanceMinor(minor("-170141183460469231731687303715884105728"))
                .setReservedMinor(minor("0"))
                .setOverdraftLimitMinor(null)
                .setMaxBalanceMinor(minor("12345"))
                .setVersion(9)
                .setMetadata(Map.of("owner", "Jürgen €"))
                .setOpenedAt(Instant.ofEpochMilli(5))
                .setUpdatedAt(Instant.ofEpochMilli(6))
                .build();
    }

    private static BigDecimal minor(String value) {
        return new BigDecimal(value);
    }
}
