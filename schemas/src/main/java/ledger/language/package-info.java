/**
 * The words of the ledger: ids, money, commands, events and outcomes, as plain immutable values. Depends on nothing but
 * the JDK, so that the rules written in it can be read, tested and reused without Kafka.
 */
@NullMarked
package ledger.language;

import org.jspecify.annotations.NullMarked;
