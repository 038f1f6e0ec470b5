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
        List<Fact> facts = new ArrayList<>(RunFacts.data(summary));
        facts.add(new Fact("Training", training()));
        facts.add(RunFacts.test(split));
        sample.ifPresent(users -> facts.add(new Fact("Evaluated", users)));
        return facts;
    }

    /** What is trained on, and which part of it the fusion is fitted on. */
    private String training() {
        int[] heldOut = split.validationRule().targetCounts(split.train());
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
        facts.addAll(RunFacts.place(summary));
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
