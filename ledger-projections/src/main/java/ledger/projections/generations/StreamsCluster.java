package ledger.projections.generations;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.state.HostInfo;

/**
 * What the instances know of each other through Kafka.
 *
 * @param self the {@code application.server} of this process
 * @param eventsTopic what projections read
 * @param admin stays the caller's
 * @param progress tells how far generations are
 */
public record StreamsCluster(HostInfo self, String eventsTopic, Admin admin, GroupProgress progress) {}
