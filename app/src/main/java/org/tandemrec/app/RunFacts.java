package org.tandemrec.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.data.DataSummary;
import org.tandemrec.eval.Report.Fact;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.split.Split;

/** What a report says about the data and the machine. */
final class RunFacts {
    private RunFacts() {}

    /** What the data is like. */
    static List<Fact> data(DataSummary summary) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Data set", summary.name() + " (" + summary.format() + ")"));
        facts.add(new Fact("Users", Terminal.count(summary.users())));
        facts.add(new Fact("Items", Terminal.count(summary.items())));
        facts.add(new Fact("Interactions", Terminal.count(summary.interactions())));
        facts.add(new Fact("Density", String.format(Locale.ROOT, "%.2f %%", 100 * summary.density())));
        facts.add(new Fact(
                "Interactions a user",
                String.format(
                        Locale.ROOT,
                        "%d to %d, median %.0f, mean %.1f",
                        summary.lengths().min(),
                        summary.lengths().max(),
                        summary.lengths().median(),
                        summary.lengths().mean())));
        if (summary.first() != null && summary.last() != null) {
            facts.add(new Fact("Time", summary.first() + " to " + summary.last()));
        }
        facts.add(new Fact(
                "Ties",
                Terminal.count(summary.tiedRows()) + " interactions share user and time with another; ordered by "
                        + summary.tieRule()));
        return facts;
    }

    /** What a split keeps back. */
    static Fact test(Split split) {
        return new Fact(
                "Test",
                Terminal.count(split.targetCount()) + " targets; " + Terminal.count(split.usersWithoutTarget())
                        + " users have none");
    }

    /** On what and by which version: what a figure depends on beside its settings. */
    static List<Fact> place(DataSummary summary) {
        String machine = Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch") + ", Java " + Runtime.version() + ", "
                + Kernels.best().name() + ", " + Gemm.best().name();
        return List.of(
                new Fact("Tandem", Version.tandem()),
                new Fact("Machine", machine),
                new Fact("Data checksum", summary.checksum()));
    }
}
