package ledger.commands.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ledger.language.AccountId;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction;
import ledger.language.Instruction.FreezeAccount;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Limits;
import ledger.topics.LedgerHeaders;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/**
 * The first record that a shard sends begins a transaction. Whoever finds an outcome in its store waits for the end of that,
 * so the store must not have it before.
 */
class OutcomeAfterAnswerTest {
    private static final CommandId KEY = new CommandId("key");

    /** Whether the store had the outcome, for each record that was sent. */
    private final List<Boolean> known = new ArrayList<>();

    private final MockProcessorContext<String, Object> context = new MockProcessorContext<>() {
        @Override
        public <K extends String, V> void forward(Record<K, V> sent, String child) {
            known.add(isKnown());
            super.forward(sent, child);
        }
    };

    private boolean isKnown() {
        KeyValueStore<String, byte[]> outcomes = context.getStateStore(CommandTopology.OUTCOMES_STORE);
        return outcomes.get(KEY.value()) != null;
    }

    @Test
    void anOutcomeIsInTheStoreAfterItsAnswerIsSent() {
        decide(new OpenAccount(new Asset("EUR", 2), Limits.NONE_BELOW_ZERO, Map.of()));
        assertThat(known).as("event, account, answer").containsExactly(false, false, false);
    }

    @Test
    void aRefusalToo() {
        decide(new FreezeAccount());
        assertThat(known).as("answer").containsExactly(false);
    }

    private void decide(Instruction instruction) {
        Command command = new Command(KEY, new AccountId("alice"), null, instruction);
        Headers headers = new RecordHeaders();
        LedgerHeaders.put(headers, LedgerHeaders.REPLY_PARTITION, "0");
        ShardInMemory.start(context).process(new Record<>("alice", command, 0, headers));
        assertThat(isKnown()).isTrue();
    }
}
