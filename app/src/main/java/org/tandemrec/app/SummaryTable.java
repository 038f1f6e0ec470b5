package org.tandemrec.app;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.tandemrec.data.DataSummary;
import org.tandemrec.data.DataSummary.Bucket;
import org.tandemrec.data.ReadReport;

/** A data set's summary as a table for people. */
final class SummaryTable {
    private static final int BAR = 40;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder();

    private SummaryTable() {}

    /** Returns the table, which ends with a line break. */
    static String of(DataSummary summary, ReadReport report) {
        SummaryTable table = new SummaryTable();
        table.counts(summary, report);
        table.histogram("interactions per user", "users", summary.lengths().histogram());
        if (!summary.ratings().isEmpty()) {
            table.histogram("rating", "interactions", summary.ratings());
        }
        for (String note : report.notes()) {
            table.text.append("%nnote: %s".formatted(note));
        }
        return table.text
                .append(report.notes().isEmpty() ? "" : System.lineSeparator())
                .toString();
    }

    private void counts(DataSummary summary, ReadReport report) {
        row("data set", summary.name());
        row("file", "%s (%s)".formatted(report.source(), summary.format()));
        row("users", number(summary.users()));
        row("items", number(summary.items()));
        row("interactions", number(summary.interactions()));
        row("density", decimal("%.3f %% of all user-item pairs", 100 * summary.density()));
        Instant first = summary.first();
        Instant last = summary.last();
        row(
                "time (UTC)",
                first == null || last == null
                        ? "none: the order of lines is the sequence"
                        : "%s … %s (%s days)"
                                .formatted(
                                        TIME.format(first),
                                        TIME.format(last),
                                        number(ChronoUnit.DAYS.between(first, last))));
        DataSummary.Lengths lengths = summary.lengths();
        row(
                "per user",
                "min %s, median %s, mean %s, max %s"
                        .formatted(
                                number(lengths.min()),
                                plain(lengths.median()),
                                decimal("%.1f", lengths.mean()),
                                number(lengths.max())));
        row(
                "ties",
                "%s with another one of the same user and time; ordered by %s"
                        .formatted(share(summary.tiedRows(), summary.interactions()), summary.tieRule()));
        row(
                "repeats",
                "%s of a (user, item) pair that comes again later"
                        .formatted(share(summary.repeatedRows(), summary.interactions())));
        row("skipped lines", number(report.badLines()));
        row("checksum", summary.checksum());
    }

    private void row(String name, String value) {
        text.append("%-14s %s%n".formatted(name, value));
    }

    private void histogram(String title, String unit, List<Bucket> bars) {
        text.append("%n%s%n".formatted(title));
        long most = bars.stream().mapToLong(Bucket::count).max().orElse(1);
        for (Bucket bar : bars) {
            String label = bar.from() == bar.to() ? plain(bar.from()) : plain(bar.from()) + "–" + plain(bar.to());
            int eighths = (int) Math.ceilDiv(8 * BAR * bar.count(), Math.max(1, most));
            String end = eighths % 8 == 0 ? "" : Character.toString('█' + 8 - eighths % 8);
            String drawn = "█".repeat(eighths / 8) + end;
            text.append("%14s  %s %s %s%n".formatted(label, drawn, number(bar.count()), unit));
        }
    }

    private static String share(int part, int whole) {
        return number(part) + decimal(" (%.1f %%)", whole == 0 ? 0 : 100.0 * part / whole);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? number((long) value)
                : decimal("%.2f", value).replaceAll("0$", "");
    }

    private static String decimal(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
