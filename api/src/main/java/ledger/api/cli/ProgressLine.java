package ledger.api.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error with rate and time left; nothing where nobody watches. */
final class ProgressLine implements AutoCloseable {

    /** Given, so that the library does not ask the terminal, for which it would start other programs. */
    private static final int WIDTH = 100;

    private static final int UPDATE_MS = 200;

    private final @Nullable ProgressBar bar;

    /**
     * Shows a bar at zero.
     *
     * @param quiet show nothing, as with {@code --json}
     * @param total how many there are of what is counted
     * @param unit what is counted, as in {@code rows}
     */
    ProgressLine(Terminal terminal, boolean quiet, String task, long total, String unit) {
        if (quiet || !terminal.interactive()) {
            this.bar = null;
            return;
        }
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MS)
                .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), WIDTH))
                .build();
    }

    void show(long done, String message) {
        if (bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(" " + message);
        }
    }

    void total(long total) {
        if (bar != null) {
            bar.maxHint(total);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
