package ledger.api.commands;

import ledger.language.Command;
import org.apache.kafka.clients.producer.Producer;

/**
 * The producers of the command topic: how long one lingers is fixed for its life, so each pace has its own.
 *
 * @param alone sends each command at once
 * @param gathered waits for more
 */
public record CommandProducers(Producer<String, Command> alone, Producer<String, Command> gathered) {

    Producer<String, Command> of(Pace pace) {
        return switch (pace) {
            case ALONE -> alone;
            case GATHERED -> gathered;
        };
    }
}
