package ledger.api.cli;

/** A command that failed: its message is the one line that people get to read; the exit code is 1. */
class CliException extends RuntimeException {

    CliException(String message) {
        super(message);
    }

    CliException(String message, Throwable cause) {
        super(message, cause);
    }

    /** No answer came, or only a part of one: whether the server has done what it was asked is not known. */
    static final class NoAnswer extends CliException {

        private final boolean connected;

        NoAnswer(String message, boolean connected, Throwable cause) {
            super(message, cause);
            this.connected = connected;
        }

        /** Whether a connection stood, so that the server may have received the request. */
        boolean connected() {
            return connected;
        }
    }

    /** Arguments that are wrong in a way that only the command itself can tell: exit code 2. */
    static final class Usage extends CliException {

        Usage(String message) {
            super(message);
        }
    }
}
