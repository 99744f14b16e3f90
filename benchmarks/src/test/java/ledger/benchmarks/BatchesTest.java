package ledger.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
    @Test
    void whatWasCarriedOutIsAccepted() {
        assertThatCode(() -> Batches.requireAccepted("""
                        {"idempotencyKey":"a","status":201,"replayed":false,"body":{}}
                        {"idempotencyKey":"b","status":200,"replayed":false,"body":{}}
                        """)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 400, 422, 429, 500, 503})
    void anyLineThatWasNotIsAFailure(int status) {
        assertThatThrownBy(() -> Batches.requireAccepted("""
                        {"idempotencyKey":"a","status":201,"replayed":false,"body":{}}
                        {"idempotencyKey":"b","status":%d,"replayed":false,"body":{}}
                        """.formatted(status)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"b\"");
    }
}
