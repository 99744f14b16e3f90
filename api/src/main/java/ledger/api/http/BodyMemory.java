package ledger.api.http;

import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import ledger.api.requests.InvalidRequest;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that the bodies of all requests under way may take together. What is made of a body while it is worked on
 * takes several times its size: without a bound, enough large batches at once would end the process.
 *
 * <p>A body counts as far as it has come, so that one that is announced and not sent keeps nobody out, until its request
 * is answered or needs it no more.
 */
final class BodyMemory {
    private static final Logger LOG = LoggerFactory.getLogger(BodyMemory.class);
    private static final String SHARE = "ledger.body.share";
    private static final int CHUNK_BYTES = 64 * 1024;

    /** What is made of bodies may take some twenty times as much. */
    private static final int SHARE_OF_HEAP = 32;

    private final Semaphore freeBytes;
    private final Counter refused;

    /** Memory of so many bytes; {@code ledger_bodies_refused_total} counts the bodies that found none. */
    BodyMemory(int bytes, MeterRegistry metrics) {
        freeBytes = new Semaphore(bytes);
        refused = Counter.builder("ledger.bodies.refused")
                .description("Requests that were not accepted because too many large bodies were under way")
                .register(metrics);
    }

    /**
     * A part of the heap, but enough for two of the largest.
     *
     * @param maxBodyBytes the largest body of a single command that is taken
     */
    static BodyMemory of(int maxBodyBytes, MeterRegistry metrics) {
        long twoOfTheLargest = 2L * Math.max(maxBodyBytes, BatchRoutes.MAX_BYTES);
        long bytes = Math.max(twoOfTheLargest, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
        return new BodyMemory((int) Math.min(bytes, Integer.MAX_VALUE), metrics);
    }

    /** Begins a request. */
    void begin(Context exchange) {
        exchange.attribute(SHARE, share());
    }

    /** For one request: nothing yet. */
    Share share() {
        return new Share();
    }

    /** A request that {@link #begin} began needs its body no more. */
    static void end(Context exchange) {
        Share share = exchange.attribute(SHARE);
        if (share != null) {
            share.giveBack();
        }
    }

    /**
     * The whole body of a request.
     *
     * @return null if it has more than so many bytes
     * @throws ledger.api.problems.ProblemException {@code OVERLOADED} if there is no memory for it now,
     *     {@code INVALID_REQUEST} if it does not come to its end as HTTP asks
     */
    static byte @Nullable [] read(Context exchange, int maxBytes) {
        Share share = Objects.requireNonNull(exchange.<Share>attribute(SHARE), "the request was not begun");
        long announced = exchange.req().getContentLengthLong();
        int most =
                announced < 0 ? maxBytes : (int) Math.min(announced, maxBytes); // memory is taken for so many at once
        try {
            return share.read(exchange.bodyInputStream(), most);
        } catch (IOException | HttpException.RuntimeException e) {
            LOG.debug("A body could not be read", e);
            throw InvalidRequest.at("", "does not come to its end: the connection broke, or a chunk is malformed");
        }
    }

    /** What one request has of it. */
    final class Share {
        private int taken;

        /** All of it, or null if it has more than so many bytes. */
        byte @Nullable [] read(InputStream in, int maxBytes) throws IOException {
            byte[] chunk = chunk(in, maxBytes);
            if (chunk.length < CHUNK_BYTES) {
                return chunk.length > maxBytes ? null : chunk;
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream(2 * CHUNK_BYTES);
            for (; chunk.length > 0; chunk = chunk(in, maxBytes)) {
                body.write(chunk);
                if (body.size() > maxBytes) {
                    return null;
                }
            }
            return body.toByteArray();
        }

        private byte[] chunk(InputStream in, int maxBytes) throws IOException {
            byte[] chunk = in.readNBytes(Math.min(CHUNK_BYTES, maxBytes + 1 - taken));
            if (!freeBytes.tryAcquire(chunk.length)) {
                refused.increment();
                throw Problem.of(
                                ProblemCode.OVERLOADED, "Too many requests with large bodies are under way. Try again.")
                        .asException();
            }
            taken += chunk.length;
            return chunk;
        }

        void giveBack() {
            freeBytes.release(taken);
            taken = 0;
        }
    }
}
