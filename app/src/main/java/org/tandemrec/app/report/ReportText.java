package org.tandemrec.app.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What reports call things and how they write figures, for tables outside a page. */
public final class ReportText {
    private ReportText() {}

    /** What people read in place of a model's name. */
    public static String model(String name) {
        return Names.model(name);
    }

    /** What people read in place of a metric's name, with its cut-off. */
    public static String metric(String name, @Nullable Integer k) {
        return Names.metric(name, k);
    }

    /** What a set of candidates is, as a heading. */
    public static String heading(String candidates) {
        return Names.heading(candidates);
    }

    /** A figure with four decimals; what is no number is said. */
    public static String decimals(double value) {
        return ResultTable.decimals(value);
    }

    /** A p of a test with three decimals, none below {@code < 0.001}. */
    public static String p(double p) {
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    /** A size for people. */
    public static String megabytes(long bytes) {
        return ComparisonFigures.megabytes(bytes);
    }
}
