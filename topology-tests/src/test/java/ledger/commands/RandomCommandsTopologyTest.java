package ledger.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import ledger.commands.domain.AccountEvolver;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.Instruction;
import ledger.testing.RandomCases;
import ledger.testing.RandomValues;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Many accounts and commands, with retries among them: the log has every version once, and says all there is to know. */
class RandomCommandsTopologyTest {
    private static final Asset EUR = new Asset("EUR", 2);
    private static final List<String> ACCOUNTS = List.of("alice", "bob", "carol", "{acme}:cash", "{acme}:fees");
    private static final int COMMANDS = 1000;

    @Test
    void theLogHasEveryVersionOnceAndMakesTheSameAccounts() {
        RandomCases.check(3, random -> {
            try (CommandDriver driver = new CommandDriver()) {
                List<Command> sent = new ArrayList<>();
                Map<String, byte[]> firstAnswers = new HashMap<>();
                for (int i = 0; i < COMMANDS; i++) {
                    Command command = sent.isEmpty() || random.nextInt(5) > 0
                            ? command(random, i)
                            : RandomValues.oneOf(random, sent);
                    sent.add(command);
                    driver.send(command);
                    TestRecord<String, byte[]> answer = driver.outcomes.readRecord();
                    assertThat(answer.key()).isEqualTo(command.id().value());
                    byte[] first = firstAnswers.putIfAbsent(answer.key(), answer.value());
                    if (first != null) {
                        assertThat(answer.value()).isEqualTo(first);
                    }
                    assertThat(driver.outcomes.isEmpty()).isTrue();
                }
                assertThat(driver.outcomeStore().approximateNumEntries()).isEqualTo(firstAnswers.size());
                assertSameAccounts(driver);
            }
        });
    }

    private static void assertSameAccounts(CommandDriver driver) {
        Map<String, Account> folded = new HashMap<>();
        // Evolve stops at a version that is missing or comes twice.
        for (TestRecord<String, AccountEvent> event : driver.events.readRecordsToList()) {
            assertThat(event.key()).isEqualTo(event.value().accountId().value());
            folded.compute(event.key(), (id, before) -> AccountEvolver.evolve(before, event.value()));
        }
        assertThat(folded).as("the commands open some accounts").isNotEmpty();
        Map<String, Account> stored = new HashMap<>();
        try (var all = driver.accountStore().all()) {
            while (all.hasNext()) {
                KeyValue<String, Account> entry = all.next();
                stored.put(entry.key, entry.value);
            }
        }
        assertThat(stored).isEqualTo(folded);
        assertThat(driver.balances.readKeyValuesToMap()).isEqualTo(folded);
    }

    private static Command command(RandomGenerator random, int number) {
        Instruction instruction = random.nextInt(10) == 0
                ? new Instruction.OpenAccount(EUR, RandomValues.limits(random), RandomValues.metadata(random))
                : RandomValues.accountInstruction(random, EUR);
        return CommandDriver.command("key-" + number, RandomValues.oneOf(random, ACCOUNTS), instruction);
    }
}
