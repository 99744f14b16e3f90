package ledger.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import ledger.integration.Api;

/** Clients that send one command after the other, each on its own, until they are stopped. */
final class Load implements AutoCloseable {
    private static final int CLIENTS = 10;
    private static final int PERCENT = 100;
    private static final int DROPPED_PERCENT = 3;
    private static final int REPEATED_PERCENT = 5;

    private final Journal journal;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Delivery delivery;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> clients = new ArrayList<>();

    Load(List<Api> instances, Journal journal) {
        this.journal = journal;
        this.delivery = new Delivery(instances, journal, stop);
    }

    /** Opens the accounts that all clients share, then starts them. */
    void start(long seed) throws InterruptedException {
        for (String account : Traffic.sharedAccounts()) {
            send(Sent.opening(account), 0);
        }
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            clients.add(threads.submit(() -> run(number, seed)));
        }
    }

    private Void run(int client, long seed) throws InterruptedException {
        Traffic traffic = new Traffic(client, seed);
        Random random = new Random(seed + client);
        while (stop.getCount() > 0) {
            Sent command = traffic.next();
            int instance = random.nextInt();
            int chance = random.nextInt(PERCENT);
            if (chance < DROPPED_PERCENT) {
                journal.add(command);
                delivery.drop(command, instance);
                continue;
            }
            send(command, instance);
            if (command.answer() != null) {
                if (chance < DROPPED_PERCENT + REPEATED_PERCENT) {
                    delivery.deliver(command, instance + 1); // must be answered as before
                }
                traffic.settled(command);
            }
        }
        return null;
    }

    private void send(Sent command, int instance) throws InterruptedException {
        journal.add(command);
        delivery.deliver(command, instance);
    }

    /** Stops all clients, in the middle of whatever they do. */
    @Override
    public void close() {
        stop.countDown();
        try {
            for (Future<?> client : clients) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a client has failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
    }
}
