package org.tandemrec.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.data.DataSummary;
import org.tandemrec.data.Dataset;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.Report.Fact;
import org.tandemrec.eval.ResultRecord;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.ralst.RaLstModel;
import org.tandemrec.split.Split;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the report of a reproduction from what was measured.
 *
 * @param config the resolved settings
 * @param model the model of the last epoch
 * @param points what was measured after each epoch
 * @param seconds what training took in all
 * @param sample of which users the test targets count; empty for all
 * @param stages what each stage took
 */
record ReproductionReport(
        Dataset dataset,
        Split split,
        ObjectNode config,
        RaLstModel model,
        List<EpochCurves.Point> points,
        double seconds,
        Optional<String> sample,
        List<Fact> stages) {
    /* The paper's other data set has no published curves, so its size alone tells MovieLens-1M. */
    private static final int MOVIELENS_1M_RATINGS = 1_000_209;

    Report report(String title, String command) {
        DataSummary summary = DataSummary.of(dataset);
        EpochCurves.Point last = points.getLast();
        List<ResultRecord> records = new ArrayList<>();
        last.records().forEach(record -> records.add(finalRecord(record)));
        points.forEach(point -> records.addAll(point.records()));
        return new Report(
                title,
                data(summary),
                records,
                points.stream().flatMap(point -> point.theta().stream()).toList(),
                dataset.interactions().size() == MOVIELENS_1M_RATINGS ? Report.Published.MOVIELENS_1M : List.of(),
                provenance(command, summary),
                notes(last));
    }

    /** The point of a curve as the table's figure: the last epoch, never the best. */
    private ResultRecord finalRecord(ResultRecord point) {
        return new ResultRecord(
                point.dataset(),
                point.split(),
                point.targets(),
                point.candidates(),
                point.model(),
                point.metric(),
                point.k(),
                point.value(),
                point.ciLow(),
                point.ciHigh(),
                point.n(),
                null,
                point.seed(),
                point.model().equals(RaLstModel.KIND) ? seconds : null);
    }

    private List<Fact> data(DataSummary summary) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Data set", dataset.name() + " (" + dataset.format() + ")"));
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
        facts.add(new Fact("Training", training()));
        facts.add(new Fact(
                "Test",
                Terminal.count(split.targetCount()) + " targets; " + Terminal.count(split.usersWithoutTarget())
                        + " users have none"));
        sample.ifPresent(users -> facts.add(new Fact("Evaluated", users)));
        return facts;
    }

    /** What is trained on, and which part of it the fusion is fitted on. */
    private String training() {
        int[] heldOut = split.rule().targetCounts(split.train());
        long users = Arrays.stream(heldOut).filter(count -> count > 0).count();
        int most = config.path("heldOutUsers").asInt(0);
        return Terminal.count(split.train().size()) + " interactions, of which "
                + Terminal.count(Arrays.stream(heldOut).sum()) + " are held out; the fusion is fitted on those of "
                + Terminal.count(most == 0 ? users : Math.min(most, users)) + " users";
    }

    private List<Fact> provenance(String command, DataSummary summary) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Command", command));
        facts.add(new Fact("Settings", config.toString()));
        facts.add(new Fact("Training time", Terminal.duration(seconds) + " in " + points.size() + " epochs"));
        PeakMemory.bytes().ifPresent(bytes -> facts.add(new Fact("Peak memory", PeakMemory.text(bytes))));
        facts.addAll(stages);
        facts.add(new Fact(
                "θ over the passes of the last epoch",
                Arrays.stream(model.weights().thetaPath())
                        .mapToObj(theta -> String.format(Locale.ROOT, "%.4f", theta))
                        .collect(Collectors.joining(" → "))));
        facts.add(new Fact("Tandem", Version.tandem()));
        facts.add(new Fact(
                "Machine",
                Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + ", Java " + Runtime.version() + ", "
                        + Kernels.best().name()
                        + ", " + Gemm.best().name()));
        facts.add(new Fact("Data checksum", summary.checksum()));
        return facts;
    }

    private List<String> notes(EpochCurves.Point last) {
        List<String> notes = new ArrayList<>();
        sample.ifPresent(users -> notes.add(users + "."));
        double theta = model.weights().theta();
        if (!model.others().isEmpty()) {
            notes.add("The fusion of the last epoch has " + EpochLog.weights(model)
                    + "; θ is the weight of the short-term part.");
        }
        if (theta < 0 || theta > 1) {
            notes.add(String.format(
                    Locale.ROOT,
                    "θ = %.4f lies outside 0 … 1: one part counts against an item what it scores for it.",
                    theta));
        }
        if (last.shortLists() > 0) {
            notes.add(
                    Terminal.count(last.shortLists())
                            + " targets have fewer unseen candidates than the sampled negatives asked for; all of them were used.");
        }
        return notes;
    }
}
