package ledger.api.http;

import java.nio.ByteBuffer;
import ledger.api.answers.Answer;
import ledger.api.answers.CommandAnswers;
import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors that Jetty finds before a request gets to us, such as a malformed address: problems like all others. */
final class JettyErrors extends ErrorHandler {
    private static final int INTERNAL = 500;

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Problem problem = status >= INTERNAL
                ? Problem.of(ProblemCode.INTERNAL_ERROR, "The fault was logged.")
                : Problem.of(
                        ProblemCode.INVALID_REQUEST, "The request is not valid HTTP, or its address is malformed.");
        // The address may be what is malformed, so it is not repeated.
        Answer answer = CommandAnswers.problem(problem, "/");
        answer.body().put("status", status);
        RequestIds.put(request, response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.write(true, ByteBuffer.wrap(Exchanges.bytes(answer.body())), callback);
        return true;
    }
}
