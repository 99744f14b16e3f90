/** What is done for every command and event, by itself, measured with JMH. */
@NullMarked
package ledger.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
