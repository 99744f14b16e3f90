/** Tests of the command topology with the serdes that it runs with, in Kafka's test driver. */
@NullMarked
package ledger.commands;

import org.jspecify.annotations.NullMarked;
