package ledger.api.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Standard output in UTF-8, which remembers why it could not be written; another one tells only that it could not. */
final class Output extends PrintStream {
    /** What a write says where whoever read it has gone. */
    private static final String READER_GONE = "Broken pipe";

    private final Target target;

    private Output(Target target) {
        super(new BufferedOutputStream(target), true, StandardCharsets.UTF_8);
        this.target = target;
    }

    static Output to(OutputStream target) {
        return new Output(new Target(target));
    }

    /** Why not all was written; {@code null} if it was, or if nobody reads it any more, as with {@code ledger … | head}. */
    @Nullable String fault() {
        flush();
        IOException fault = target.fault;
        return fault == null || READER_GONE.equals(fault.getMessage()) ? null : String.valueOf(fault.getMessage());
    }

    private static final class Target extends FilterOutputStream {
        private volatile @Nullable IOException fault;

        Target(OutputStream target) {
            super(target);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                fault = e;
                throw e;
            }
        }
    }
}
