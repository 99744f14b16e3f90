package ledger.api.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Takes braces in a path as if they were percent-encoded: ids may have them, and many clients send them as they are. What
 * else is malformed stays so, and is refused.
 */
final class RawBraces implements HttpConfiguration.Customizer {
    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        HttpURI uri = request.getHttpURI();
        String path = uri.getPath();
        // With two slashes before it, a path would be read as a host.
        if (path == null || !hasBraces(path) || path.startsWith("//")) {
            return request;
        }
        String query = uri.getQuery();
        String encoded = path.replace("{", "%7B").replace("}", "%7D");
        return Request.serveAs(request, HttpURI.build(uri, query == null ? encoded : encoded + "?" + query));
    }

    private static boolean hasBraces(String path) {
        return path.indexOf('{') >= 0 || path.indexOf('}') >= 0;
    }
}
