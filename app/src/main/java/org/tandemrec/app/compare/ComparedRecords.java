package org.tandemrec.app.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemrec.eval.Evaluation.Figure;
import org.tandemrec.eval.Interval;
import org.tandemrec.eval.RankingMetric;

/** All that a comparison found as lines of {@code results.json}: means over seeds, then the figures of each seed, then epochs. */
public final class ComparedRecords {
    private final String dataset;
    private final String split;
    private final List<ComparedRecord> records = new ArrayList<>();

    private ComparedRecords(String dataset, String split) {
        this.dataset = dataset;
        this.split = split;
    }

    /** The records of a comparison; means of one set of candidates are in the order of its table. */
    public static List<ComparedRecord> of(String dataset, String split, Standings standings) {
        ComparedRecords all = new ComparedRecords(dataset, split);
        for (Measure measure : standings.measures()) {
            for (String model : standings.ranking(measure.candidates())) {
                standings.standing(model, measure).ifPresent(standing -> all.addMean(standing, runs(standings, model)));
            }
        }
        standings.models().forEach(runs -> runs.forEach(all::addSeed));
        standings.models().forEach(runs -> runs.forEach(all::addEpochs));
        return List.copyOf(all.records);
    }

    private static List<ModelRun> runs(Standings standings, String model) {
        return standings.models().stream()
                .filter(runs -> runs.getFirst().model().equals(model))
                .findFirst()
                .orElseThrow();
    }

    private void addMean(Standing standing, List<ModelRun> runs) {
        Measure measure = standing.measure();
        Optional<Interval> interval = Optional.ofNullable(standing.interval());
        ModelRun first = runs.getFirst();
        records.add(new ComparedRecord(
                dataset,
                split,
                first.evaluation().targets().toString(),
                measure.candidates(),
                first.model(),
                first.kind(),
                measure.metric(),
                measure.k(),
                measure.slice(),
                null,
                standing.value(),
                interval.map(Interval::low).orElse(null),
                interval.map(Interval::high).orElse(null),
                standing.deviation(),
                standing.p(),
                standing.wilcoxon(),
                standing.p() == null ? null : standing.isSignificant(),
                standing.n(),
                null,
                null,
                runs.stream().map(ModelRun::seed).toList(),
                runs.stream().mapToDouble(ModelRun::trainSeconds).average().orElseThrow(),
                first.modelBytes()));
    }

    private void addSeed(ModelRun run) {
        for (Figure figure : run.evaluation().figures()) {
            if (figure.model().equals(run.model())) {
                records.add(new ComparedRecord(
                        dataset,
                        split,
                        run.evaluation().targets().toString(),
                        figure.candidates(),
                        run.model(),
                        run.kind(),
                        figure.metric(),
                        figure.k(),
                        figure.slice(),
                        null,
                        figure.value(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        figure.n(),
                        null,
                        run.seed(),
                        null,
                        run.trainSeconds(),
                        run.modelBytes()));
            }
        }
    }

    private void addEpochs(ModelRun run) {
        ModelRun.Validated validated = run.validation();
        for (ModelRun.Point point : run.curve()) {
            records.add(epoch(run, point.epoch(), "training", null, "loss", null, point.loss()));
            Double metric = point.metric();
            if (validated != null && metric != null) {
                RankingMetric measured = RankingMetric.parse(validated.metric());
                records.add(epoch(
                        run,
                        point.epoch(),
                        "validation",
                        validated.candidates(),
                        measured.name(),
                        measured.k(),
                        metric));
            }
        }
    }

    private ComparedRecord epoch(
            ModelRun run,
            int epoch,
            String part,
            @Nullable String candidates,
            String metric,
            @Nullable Integer k,
            double value) {
        return new ComparedRecord(
                dataset,
                split,
                null,
                candidates,
                run.model(),
                run.kind(),
                metric,
                k,
                null,
                part,
                value,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                epoch,
                run.seed(),
                null,
                null,
                null);
    }
}
