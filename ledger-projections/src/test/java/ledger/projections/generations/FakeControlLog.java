package ledger.projections.generations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A control log in memory, followed by any number of clients, each of which can be held back. */
final class FakeControlLog {
    record Message(String projection, ControlState state) {}

    private final List<Message> messages = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();

    Client client() {
        Client client = new Client();
        clients.add(client);
        return client;
    }

    /** Keeps the last message of each projection only. */
    FakeControlLog compacted() {
        Map<String, Message> last = new LinkedHashMap<>();
        messages.forEach(message -> last.put(message.projection(), message));
        FakeControlLog compacted = new FakeControlLog();
        compacted.messages.addAll(last.values());
        return compacted;
    }

    List<Message> messages() {
        return messages;
    }

    final class Client implements ControlLog {
        private @Nullable Follower follower;
        private int position;
        private boolean heldBack;
        private boolean closed;

        /** Publishes without seeing what others have published. */
        void holdBack(boolean hold) {
            heldBack = hold;
            deliver();
        }

        @Override
        public void follow(Follower newFollower) {
            follower = newFollower;
            deliver();
        }

        @Override
        public void publish(String projection, ControlState state) {
            messages.add(new Message(projection, state));
            heldBack = false;
            clients.forEach(Client::deliver);
        }

        private void deliver() {
            Follower to = follower;
            while (to != null && !heldBack && !closed && position < messages.size()) {
                Message message = messages.get(position);
                position++;
                to.changed(message.projection(), message.state());
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
