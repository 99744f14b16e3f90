package ledger.commands.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import ledger.language.AccountId;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Limits;
import ledger.topics.LedgerHeaders;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kafka's test driver has one partition for every topic, so the processor and its partitioner are looked at here. */
class ReplyPartitionTest {
    private static final Command OPEN = new Command(
            new CommandId("open-1"),
            new AccountId("alice"),
            null,
            new OpenAccount(new Asset("EUR", 2), Limits.NONE_BELOW_ZERO, Map.of()));

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "3, 3",
        "7, 7",
        "8, 0", // the sender knows of more partitions than there are: any will do
        "-1, 7",
        "2147483647, 7",
        "2147483648, 0", // no number: nobody listens
        "x, 0",
        "'', 0",
        ", 0",
    })
    void anAnswerGoesWhereItsSenderListens(@Nullable String header, int partition) {
        for (boolean retry : new boolean[] {false, true}) {
            Answer answer = answer(header, retry);
            assertThat(CommandTopology.replyPartition("outcomes", "open-1", answer, 8))
                    .as(retry ? "retry" : "first")
                    .contains(Set.of(partition));
        }
    }

    private static Answer answer(@Nullable String header, boolean retry) {
        MockProcessorContext<String, Object> context = new MockProcessorContext<>();
        ShardProcessor processor = ShardInMemory.start(context);
        Headers headers = new RecordHeaders();
        if (header != null) {
            LedgerHeaders.put(headers, LedgerHeaders.REPLY_PARTITION, header);
        }
        Record<String, Object> record = new Record<>("alice", OPEN, 0, headers);
        processor.process(record);
        if (retry) {
            context.resetForwards();
            processor.process(record);
        }
        var answers = context.forwarded(CommandTopology.OUTCOMES_SINK);
        assertThat(answers).hasSize(1);
        return (Answer) answers.getFirst().record().value();
    }
}
