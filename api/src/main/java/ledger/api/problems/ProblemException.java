package ledger.api.problems;

/** A request cannot be done; the problem says why. It is an answer, not a fault: it has no stack trace. */
public final class ProblemException extends RuntimeException {
    private final Problem problem;

    ProblemException(Problem problem) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** What to answer. */
    public Problem problem() {
        return problem;
    }
}
