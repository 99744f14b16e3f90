/**
 * The life of read models on Kafka Streams: each runs as a numbered generation under its own application id, and is
 * rebuilt as the next generation beside the one that serves. The control topic's order decides for all instances.
 */
@NullMarked
package ledger.projections.generations;

import org.jspecify.annotations.NullMarked;
