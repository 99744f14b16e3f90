package ledger.api.broker;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that runs a broker until it is killed: prints {@link #READY} and the address when it can be used. */
final class BrokerProcess {

    static final String READY = "ready ";

    private BrokerProcess() {}

    public static void main(String[] args) throws InterruptedException {
        long startNanos = System.nanoTime();
        EmbeddedKafka broker = EmbeddedKafka.start(Path.of(args[0]), 0);
        System.err.println("broker start took " + (System.nanoTime() - startNanos) / 1_000_000 + " ms");
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println(READY + broker.bootstrapServers());
        new CountDownLatch(1).await();
    }
}
