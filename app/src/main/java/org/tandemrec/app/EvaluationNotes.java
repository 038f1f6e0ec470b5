package org.tandemrec.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tandemrec.eval.Evaluation;
import org.tandemrec.eval.Evaluator;
import org.tandemrec.eval.Metric;
import org.tandemrec.eval.Protocol;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

/** What a reader of an evaluation's figures must know. */
final class EvaluationNotes {
    private final Split cut;
    private final Protocol protocol;
    private final Evaluator evaluator;
    private final Evaluation evaluation;
    private final List<String> models;
    private final boolean calibrated;
    private final List<String> notes = new ArrayList<>();

    /**
     * The remarks on an evaluation.
     *
     * @param models the names of the contenders
     * @param calibrated whether all of them have a calibration
     */
    EvaluationNotes(
            Split cut,
            Protocol protocol,
            Evaluator evaluator,
            Evaluation evaluation,
            List<String> models,
            boolean calibrated) {
        this.cut = cut;
        this.protocol = protocol;
        this.evaluator = evaluator;
        this.evaluation = evaluation;
        this.models = models;
        this.calibrated = calibrated;
    }

    /** All remarks. */
    List<String> all() {
        evaluator.sample().ifPresent(notes::add);
        addSplit();
        addShortLists();
        addTies();
        addMissing();
        return notes;
    }

    private void addSplit() {
        if (cut.usersWithoutTarget() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d users have no test target and do not count",
                    cut.usersWithoutTarget(),
                    cut.all().userCount()));
        }
        if (cut.rule() instanceof SplitRule.Random) {
            notes.add(cut.rule()
                    + " draws targets without regard to time, so training has seen what is later than they are, and "
                    + "rankings come out too good; trust only the errors of ratings, or train and evaluate with "
                    + SplitRule.PAPER);
        }
    }

    private void addShortLists() {
        if (evaluation.shortLists() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "for %,d of %,d targets fewer items are unseen than were to be sampled; they are ranked among all of these",
                    evaluation.shortLists(),
                    protocol.targets().lists(evaluator.evaluated())));
        }
    }

    private void addTies() {
        for (Evaluation.Ties ties : evaluation.ties()) {
            if (ties.areMany()) {
                notes.add(String.format(
                        Locale.ROOT,
                        "scores of %s are constant on many items: %.1f %% of the targets among %s have the score of another item "
                                + "and take the %s rank of those; compare --ties worst with --ties best",
                        ties.model(),
                        100.0 * ties.tied() / ties.targets(),
                        ties.candidates(),
                        protocol.ties()));
            }
        }
    }

    private void addMissing() {
        if (has(Metric.RMSE_RAW) && !calibrated) {
            notes.add(
                    "RMSE needs a calibration on held-out data, which only a fusion has; RMSE raw takes the scores as they are");
        }
        if (protocol.metrics().equals(Metric.DEFAULT)) {
            return;
        }
        for (Metric metric : protocol.metrics()) {
            if (!has(metric)) {
                notes.add("there is no figure of " + metric + ", which needs " + metric.needs());
            }
        }
    }

    private boolean has(Metric metric) {
        return evaluation.figures().stream()
                .anyMatch(figure -> figure.metric().equals(metric.toString()) && models.contains(figure.model()));
    }
}
