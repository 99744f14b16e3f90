package ledger.api.http;

import java.nio.ByteBuffer;
import ledger.api.answers.Answer;
import ledger.api.answers.CommandAnswers;
import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors that Jetty finds before a request gets to us, such as a malformed address: problems like all others. */
final class JettyErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Problem problem = problem(status);
        // The address may be what is malformed, so it is not repeated.
        Answer answer = CommandAnswers.problem(problem, "/");
        answer.body().put("status", status);
        RequestIds.put(request, response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.write(true, ByteBuffer.wrap(Exchanges.bytes(answer.body())), callback);
        return true;
    }

    private static Problem problem(int status) {
        return switch (status) {
            case HttpStatus.URI_TOO_LONG_414 -> Problem.of(ProblemCode.INVALID_REQUEST, "The address is too long.");
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                Problem.of(ProblemCode.INVALID_REQUEST, "The headers are too large.");
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
                Problem.of(ProblemCode.INVALID_REQUEST, "This version of HTTP is not spoken here.");
            default ->
                HttpStatus.isServerError(status)
                        ? Problem.of(ProblemCode.INTERNAL_ERROR, "The fault was logged.")
                        : Problem.of(
                                ProblemCode.INVALID_REQUEST,
                                "The request is not valid HTTP, or its address is malformed.");
        };
    }
}
