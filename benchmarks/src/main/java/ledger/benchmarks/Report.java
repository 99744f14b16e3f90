package ledger.benchmarks;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import ledger.benchmarks.Figure.Latency;
import org.jspecify.annotations.Nullable;

/** Figures as a table for people. */
final class Report {
    private Report() {}

    static String of(List<Figure> figures) {
        return AsciiTable.builder()
                .border(AsciiTable.NO_BORDERS)
                .data(
                        figures,
                        List.of(
                                text("figure", Figure::name),
                                number("", Report::value),
                                number("p50 ms", figure -> latency(figure, Latency::p50)),
                                number("p99 ms", figure -> latency(figure, Latency::p99)),
                                number("p999 ms", figure -> latency(figure, Latency::p999)),
                                text(
                                        "beside",
                                        figure -> figure.limit() == null
                                                ? ""
                                                : figure.limit().name()),
                                number("", figure -> figure.limit() == null ? "" : value(figure.limit())),
                                number("ratio", Report::ratio)))
                .asString();
    }

    private static String value(Figure figure) {
        return String.format(
                Locale.ROOT, figure.value() >= 100 ? "%,.0f %s" : "%.1f %s", figure.value(), figure.unit());
    }

    private static String latency(Figure figure, Function<Latency, Double> percentile) {
        return figure.latency() == null ? "" : String.format(Locale.ROOT, "%.1f", percentile.apply(figure.latency()));
    }

    private static String ratio(Figure figure) {
        return figure.limit() == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.2f",
                        figure.value() / Objects.requireNonNull(figure.limit()).value());
    }

    private static ColumnData<Figure> text(String header, Function<Figure, @Nullable String> cell) {
        return new Column()
                .header(header)
                .headerAlign(HorizontalAlign.LEFT)
                .dataAlign(HorizontalAlign.LEFT)
                .with(cell);
    }

    private static ColumnData<Figure> number(String header, Function<Figure, @Nullable String> cell) {
        return new Column()
                .header(header)
                .headerAlign(HorizontalAlign.RIGHT)
                .dataAlign(HorizontalAlign.RIGHT)
                .with(cell);
    }
}
