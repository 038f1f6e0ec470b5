package org.tandemrec.app.tune;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a trial, as it is kept between runs.
 *
 * @param trial its number, from 1
 * @param rungs what it reached on each rung that it is through
 * @param failure why it cannot go on; null of a trial that can
 */
public record TrialRecord(
        int trial, List<Rung> rungs, @Nullable String failure) {
    /**
     * What a trial reached on a rung.
     *
     * @param epochs how many it has been trained for in all
     * @param metric its model's on the validation part
     * @param seconds what the rung took
     */
    public record Rung(int epochs, double metric, double seconds) {}

    /** Copies the list. */
    public TrialRecord {
        rungs = List.copyOf(rungs);
    }

    /** The same after a further rung. */
    public TrialRecord with(Rung rung) {
        List<Rung> more = new ArrayList<>(rungs);
        more.add(rung);
        return new TrialRecord(trial, more, failure);
    }

    /** The same as far as its first {@code count} rungs. */
    public TrialRecord upTo(int count) {
        return rungs.size() < count ? this : new TrialRecord(trial, rungs.subList(0, count), null);
    }

    /** The same, which cannot go on. */
    public TrialRecord failed(String reason) {
        return new TrialRecord(trial, rungs, reason);
    }
}
