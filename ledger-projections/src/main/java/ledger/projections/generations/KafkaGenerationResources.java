package ledger.projections.generations;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Finds and deletes groups and internal topics of generations in a cluster. Several instances may do so at a time. */
public final class KafkaGenerationResources implements GenerationResources {
    private final Admin admin;
    private final GenerationNames names;

    /** @param admin stays the caller's */
    public KafkaGenerationResources(Admin admin, GenerationNames names) {
        this.admin = admin;
        this.names = names;
    }

    @Override
    public Set<String> applications() {
        Set<String> applications = new TreeSet<>();
        for (GroupListing group : groups()) {
            if (names.parse(group.groupId()).isPresent()) {
                applications.add(group.groupId());
            }
        }
        for (String topic : topics()) {
            names.applicationOfTopic(topic).ifPresent(applications::add);
        }
        return applications;
    }

    @Override
    public boolean delete(String applicationId) {
        Optional<GroupListing> group = groups().stream()
                .filter(listing -> listing.groupId().equals(applicationId))
                .findAny();
        if (group.isPresent() && !deleteGroup(group.get())) {
            return false;
        }
        Set<String> topics = topics().stream()
                .filter(topic -> names.applicationOfTopic(topic)
                        .filter(applicationId::equals)
                        .isPresent())
                .collect(Collectors.toSet());
        for (KafkaFuture<Void> deletion :
                admin.deleteTopics(topics).topicNameValues().values()) {
            try {
                AdminCalls.get(deletion);
            } catch (UnknownTopicOrPartitionException e) {
                // Another instance was faster: it is gone, which is what was wanted.
            }
        }
        return true;
    }

    private boolean deleteGroup(GroupListing group) {
        boolean empty = group.groupState()
                .map(state -> state == GroupState.EMPTY || state == GroupState.DEAD)
                .orElse(false);
        if (!empty) {
            return false;
        }
        List<String> id = List.of(group.groupId());
        try {
            AdminCalls.get(
                    group.type().filter(GroupType.STREAMS::equals).isPresent()
                            ? admin.deleteStreamsGroups(id).all()
                            : admin.deleteConsumerGroups(id).all());
            return true;
        } catch (GroupIdNotFoundException e) {
            // Another instance was faster.
            return true;
        } catch (GroupNotEmptyException e) {
            // Someone has joined since it was listed; the next sweep looks again.
            return false;
        }
    }

    private Collection<GroupListing> groups() {
        return AdminCalls.get(admin.listGroups().all());
    }

    private Set<String> topics() {
        return AdminCalls.get(admin.listTopics().names());
    }
}
