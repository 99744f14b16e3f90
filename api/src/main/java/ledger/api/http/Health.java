package ledger.api.http;

import java.util.List;

/** How the process is. */
public interface Health {
    /** What is broken for good, so that only a new start helps; one line each. */
    List<String> broken();

    /** What is missing before requests can be served; one line each. */
    List<String> missing();
}
