package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.YearMonth;
import ledger.guides.fees.MonthlyFeesProjection;
import ledger.guides.fees.MonthlyFeesQueries;
import ledger.language.AccountId;
import ledger.records.MonthlyFees;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MonthlyFeesTest {
    private static final YearMonth JANUARY = YearMonth.of(2026, 1);

    private final MonthlyFeesProjection projection = new MonthlyFeesProjection(AvroSerde.of(MonthlyFees.class));
    private final ProjectionDriver driver = new ProjectionDriver(projection);
    private final MonthlyFeesQueries queries = new MonthlyFeesQueries(projection, driver.model());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void sumsWhatWentToFees() {
        Events alice = new Events("alice");
        driver.fold(
                alice.open(),
                alice.deposit(1_000),
                alice.send("t1", 30, "fees:cards", true),
                alice.send("t2", 500, "bob", true),
                alice.send("t3", 12, "fees:wires", true),
                alice.send("t4", -2, "fees:wires", false));

        assertThat(paid("alice", JANUARY)).isEqualTo(40);
        assertThat(paid("alice", JANUARY.plusMonths(1))).isZero();
        assertThat(paid("bob", JANUARY)).isZero();
    }

    @Test
    void anEventThatComesAgainChangesNothing() {
        for (int time = 0; time < 2; time++) {
            Events alice = new Events("alice");
            driver.fold(alice.open(), alice.deposit(100), alice.send("t1", 30, "fees:cards", true));
        }

        assertThat(paid("alice", JANUARY)).isEqualTo(30);
    }

    private long paid(String account, YearMonth month) {
        BigInteger paid = queries.paid(new AccountId(account), month);
        return paid.longValueExact();
    }
}
