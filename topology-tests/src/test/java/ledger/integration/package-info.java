/**
 * The whole application on its embedded broker, asked over HTTP and looked at through Kafka, as its users do: in this JVM
 * where a server is enough, as a process of its own where it must be killed.
 */
@NullMarked
package ledger.integration;

import org.jspecify.annotations.NullMarked;
