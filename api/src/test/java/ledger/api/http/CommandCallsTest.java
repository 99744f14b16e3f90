package ledger.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import ledger.api.commands.CommandReply;
import ledger.api.commands.ShardsUnavailableException;
import org.junit.jupiter.api.Test;

class CommandCallsTest {
    /** Two requests by one key wait for one reply: what stopped the one is told to the other as it is. */
    @Test
    void whyACommandWasNotAppendedIsToldToAllWhoWaitForIt() {
        CompletableFuture<CommandReply> first = new CompletableFuture<>();
        CompletableFuture<CommandReply> second = first.thenApply(reply -> reply);
        first.completeExceptionally(new ShardsUnavailableException("away", new IllegalStateException()));
        assertThatThrownBy(() -> CommandCalls.await(second, Duration.ofSeconds(1)))
                .isInstanceOf(ShardsUnavailableException.class);
    }

    @Test
    void nothingIsKnownAfterTheDeadline() throws InterruptedException {
        assertThat(CommandCalls.await(new CompletableFuture<>(), Duration.ZERO)).isNull();
        assertThat(CommandCalls.await(CompletableFuture.failedFuture(new TimeoutException()), Duration.ofSeconds(1)))
                .isNull();
    }
}
