package org.tandemrec.app.tune;

import java.util.Comparator;
import java.util.List;
import org.tandemrec.tune.SearchSpace.Candidate;

/**
 * One of the configs that a search tries, and what was found of it so far.
 *
 * @param candidate the config
 * @param record what was found
 */
public record Trial(Candidate candidate, TrialRecord record) {
    /* A trial that got further is better than one that did not: it was better when both were on the same rung. */
    private static final Comparator<Trial> BEST_FIRST = Comparator.comparing(Trial::isFailed)
            .thenComparing(Trial::rungs, Comparator.reverseOrder())
            .thenComparing(Trial::metric, Comparator.reverseOrder())
            .thenComparingInt(Trial::number);

    /** Its number, from 1. */
    public int number() {
        return candidate.number();
    }

    /** Whether it cannot go on. */
    public boolean isFailed() {
        return record.failure() != null;
    }

    /** The number of rungs that it is through. */
    public int rungs() {
        return record.rungs().size();
    }

    /** Its metric on the last rung that it is through; NaN if it failed or is through none. */
    public double metric() {
        return isFailed() || rungs() == 0
                ? Double.NaN
                : record.rungs().getLast().metric();
    }

    /** Its metric on a rung, from 0, whatever became of it later; NaN if it did not get through that rung. */
    public double metricOn(int rung) {
        return rungs() > rung ? record.rungs().get(rung).metric() : Double.NaN;
    }

    /** How many epochs it was trained for. */
    public int epochs() {
        return rungs() == 0 ? 0 : record.rungs().getLast().epochs();
    }

    /** What all its rungs took. */
    public double seconds() {
        return record.rungs().stream().mapToDouble(TrialRecord.Rung::seconds).sum();
    }

    /** The same config with another record. */
    public Trial with(TrialRecord other) {
        return new Trial(candidate, other);
    }

    /** All trials, the best one first and failed ones last. */
    public static List<Trial> bestFirst(List<Trial> trials) {
        return trials.stream().sorted(BEST_FIRST).toList();
    }
}
