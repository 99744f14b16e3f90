package ledger.api.requests;

import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import ledger.api.problems.ProblemException;

/** The problems of malformed input. */
public final class InvalidRequest {
    private InvalidRequest() {}

    /** Something is wrong at this place of the body; {@code ""} is the whole body. */
    public static ProblemException at(String pointer, String detail) {
        return Problem.of(ProblemCode.INVALID_REQUEST, detail)
                .with("pointer", pointer)
                .asException();
    }

    /** Something is wrong with this parameter of the address. */
    public static ProblemException parameter(String name, String detail) {
        return Problem.of(ProblemCode.INVALID_REQUEST, detail)
                .with("parameter", name)
                .asException();
    }

    /** Something is wrong with this header. */
    public static ProblemException header(String name, String detail) {
        return Problem.of(ProblemCode.INVALID_REQUEST, detail)
                .with("header", name)
                .asException();
    }
}
