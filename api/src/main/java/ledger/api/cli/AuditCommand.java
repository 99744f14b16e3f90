package ledger.api.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import ledger.api.audit.AuditReport;
import ledger.api.audit.AuditReport.Currency;
import ledger.api.audit.AuditRun;
import ledger.api.audit.Fault;
import ledger.api.audit.Head;
import ledger.api.audit.HeadsFile;
import ledger.api.log.LedgerLog;
import ledger.api.log.LogException;
import ledger.language.Asset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ledger audit}: whether the log, and what is published of it, is what the ledger promises. */
@Command(
        name = "audit",
        description =
                "Reads the whole log and verifies the chain of hashes, versions, balances, limits and double entry,"
                        + " and the published balances against it.",
        footer = {
            "",
            "Exit codes: 0 everything holds; 1 a fault was found, or the audit failed; 2 wrong usage.",
            "Keep the file of --head where whoever can write to the log can't: then it also tells a log that was cut off"
                    + " or rewritten as a whole."
        })
final class AuditCommand implements Callable<Integer> {

    @Option(
            names = "--head",
            paramLabel = "FILE",
            description =
                    "Where FILE is not there: writes the last record of each partition to it, with its hash. Where"
                            + " it is: verifies that the log still has these records.")
    private @Nullable Path head;

    @Option(names = "--json", description = "Print JSON for programs instead of tables for people.")
    private boolean json;

    @Mixin
    private final LogOptions options = new LogOptions();

    private final Terminal terminal;

    AuditCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        long startNanos = System.nanoTime();
        try {
            HeadsFile file = head == null ? null : new HeadsFile(head);
            Map<Integer, Head> heads = file != null && file.exists() ? file.read() : Map.of();
            AuditReport report = audit(heads);
            boolean writes = file != null && heads.isEmpty() && !file.exists();
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            if (file != null && writes && report.isClean()) {
                file.write(report.heads());
            }
            if (json) {
                terminal.out().println(body(report, seconds));
            } else {
                print(report, seconds, writes);
            }
            if (!report.isClean()) {
                throw new CliException(
                        "the audit has found a fault: " + report.faults().getFirst());
            }
            return ClientCommand.DONE;
        } catch (LogException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
    }

    private AuditReport audit(Map<Integer, Head> heads) {
        try (LedgerLog log = options.open()) {
            long total = log.ends().values().stream().mapToLong(Long::longValue).sum();
            try (ProgressLine progress = new ProgressLine(terminal, json, "audit", total, "events")) {
                return AuditRun.of(log, heads, read -> progress.show(read, ""));
            }
        }
    }

    private void print(AuditReport report, double seconds, boolean writes) {
        line(String.format(
                Locale.ROOT,
                "%,d events in %d partitions, %,d of them chained; %,d accounts, %,d transactions, %,d in transit; %.1f s",
                report.events(),
                report.partitions(),
                report.chained(),
                report.accounts(),
                report.transactions(),
                report.inTransit(),
                seconds));
        Table table = new Table().text("currency").figures("accounts", "boundary", "in transit");
        for (Currency currency : report.currencies()) {
            Asset asset = currency.asset();
            table.row(
                    asset.code(),
                    asset.format(currency.accounts()),
                    asset.format(currency.boundary()),
                    asset.format(currency.inTransit()));
        }
        terminal.out().println(table.render());
        if (report.isClean()) {
            if (head != null) {
                line((writes ? "heads written to " : "the log has the heads of ") + head);
            }
            line("no fault found");
        } else {
            report.faults().forEach(fault -> line("fault: " + fault));
        }
    }

    private void line(String text) {
        terminal.out().println(Terminal.printable(text));
    }

    private ObjectNode body(AuditReport report, double seconds) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("clean", report.isClean());
        body.put("partitions", report.partitions());
        body.put("events", report.events());
        body.put("chained", report.chained());
        body.put("unchained", report.unchained());
        body.put("accounts", report.accounts());
        body.put("transactions", report.transactions());
        body.put("inTransit", report.inTransit());
        var currencies = body.putArray("currencies");
        report.currencies().forEach(currency -> {
            Asset asset = currency.asset();
            currencies
                    .addObject()
                    .put("currency", asset.code())
                    .put("accounts", asset.format(currency.accounts()))
                    .put("boundary", asset.format(currency.boundary()))
                    .put("inTransit", asset.format(currency.inTransit()));
        });
        var faults = body.putArray("faults");
        for (Fault fault : report.faults()) {
            faults.addObject()
                    .put("topic", fault.topic())
                    .put("partition", fault.partition())
                    .put("offset", fault.offset())
                    .put("account", fault.account())
                    .put("what", fault.what())
                    .put("expected", fault.expected())
                    .put("found", fault.found());
        }
        body.put("seconds", BigDecimal.valueOf(Math.round(seconds * 1000), 3));
        return body;
    }
}
