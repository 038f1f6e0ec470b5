package org.tandemrec.app;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tandemrec.app.compare.Measure;
import org.tandemrec.app.compare.ModelRun;
import org.tandemrec.app.compare.Standing;
import org.tandemrec.app.compare.Standings;
import org.tandemrec.app.report.ReportText;
import org.tandemrec.model.tdssm.MrTdssmModel;
import org.tandemrec.split.SplitRule;

/** What a reader of a comparison's figures must know: what marks are conditional on, and what is not alike for all models. */
record ComparisonNotes(Comparison comparison, Comparison.Plan plan, Standings standings) {
    /** All remarks, each once; those on an evaluation are on every model's first seed. */
    List<String> all() {
        Set<String> notes = new LinkedHashSet<>(List.of(marks()));
        notes.addAll(untested());
        notes.addAll(disputed());
        notes.add(epochs());
        notes.addAll(future());
        notes.addAll(eventRates());
        int own = notes.size();
        for (List<ModelRun> runs : standings.models()) {
            ModelRun first = runs.getFirst();
            notes.addAll(new EvaluationNotes(
                            comparison.split(),
                            plan.protocol(),
                            comparison.evaluator(),
                            first.evaluation(),
                            List.of(first.model()),
                            false)
                    .all());
        }
        if (seeds() > 1 && notes.size() > own) {
            notes.add("these remarks on scores and lists are on the models of seed " + firstSeed() + " alone");
        }
        return List.copyOf(notes);
    }

    private int seeds() {
        return standings.models().getFirst().size();
    }

    private long firstSeed() {
        return standings.models().getFirst().getFirst().seed();
    }

    private String marks() {
        return seeds() == 1
                ? "intervals and marks are of the models trained with seed " + firstSeed()
                        + " alone: they draw users anew, not trainings, so that even two trainings of the same settings may be told "
                        + "apart; --seeds 3 shows how much figures depend on the seed"
                : "intervals and marks are of the models trained with these " + seeds()
                        + " seeds: they draw users anew, not trainings; a difference within the deviation over seeds may be one of "
                        + "seeds, whatever its mark";
    }

    /** Where several models have figures, but none is tested. */
    private List<String> untested() {
        List<String> notes = new ArrayList<>();
        for (String candidates : standings.candidates()) {
            Measure main = standings.main(candidates);
            List<Standing> measured = byMain(candidates).toList();
            if (measured.size() > 1 && measured.stream().allMatch(standing -> standing.p() == null)) {
                notes.add(
                        "no difference is tested by " + ReportText.metric(main.metric(), main.k())
                                + " (" + candidates
                                + "), which is no finite mean over users that tells better from worse; put another metric first, such as ndcg");
            }
        }
        return notes;
    }

    /** Where the test of means and that of ranks do not agree. */
    private List<String> disputed() {
        return standings.candidates().stream()
                .flatMap(this::byMain)
                .filter(Standing::isDisputed)
                .map(standing -> {
                    Measure main = standing.measure();
                    return String.format(
                            "%s: Wilcoxon's test %s it from the best by %s (%s; p %s), other than the test of means behind its mark; "
                                    + "they disagree where few users differ by much",
                            standing.model(),
                            standing.isSignificant() ? "does not tell" : "tells",
                            ReportText.metric(main.metric(), main.k()),
                            main.candidates(),
                            ReportText.p(Objects.requireNonNull(standing.wilcoxon())));
                })
                .toList();
    }

    /** The models' figures by the main measure of a set of candidates, the best one first. */
    private Stream<Standing> byMain(String candidates) {
        Measure main = standings.main(candidates);
        return standings.ranking(candidates).stream().flatMap(model -> standings.standing(model, main).stream());
    }

    private String epochs() {
        if (!plan.validation().asked()) {
            return "no model's epochs were chosen by validation: each was trained for as many as its settings say (--validate)";
        }
        return plan.validation().refits()
                ? "epochs were chosen by validation, and models trained again on all training data"
                : "epochs were chosen by validation, so no model has learned from the validation part (--validation-refit)";
    }

    /** Every user cut off at a time of their own: to the model, some of the others' interactions are of the future. */
    private List<String> future() {
        SplitRule rule = plan.rule();
        boolean perUser = rule instanceof SplitRule.UserTail
                || rule instanceof SplitRule.LeaveLastOut
                || rule instanceof SplitRule.LastSessions;
        return perUser
                ? List.of(rule
                        + " cuts every user off at a time of their own, so all models learned from interactions of other users that are "
                        + "later than a target, but for recent-popularity with asOf query, which counts no further than the last event before the target; "
                        + "global-time and global-tail have no such future")
                : List.of();
    }

    private List<String> eventRates() {
        String names = plan.models().stream()
                .filter(model -> model.kind().equals(MrTdssmModel.KIND)
                        && (model.config().path("fastEvents").asInt(0) > 0
                                || model.config().path("slowEvents").asInt(0) > 0))
                .map(ComparedModel::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? List.of()
                : List.of(
                        names
                                + ": intervals end after some events, not by time alone as in the paper, which the preset paper follows");
    }
}
