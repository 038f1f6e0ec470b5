package org.tandemrec.app.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.eval.Evaluation;

/**
 * A model of a comparison, trained with one seed and evaluated.
 *
 * @param model its name in the comparison
 * @param kind its kind
 * @param seed the seed that it was trained with
 * @param trainSeconds how long that took
 * @param modelBytes the size of its weights on the disk
 * @param epochs for how many epochs it was trained
 * @param validation what its epochs were chosen by; null where they were not
 * @param curve its epochs
 * @param evaluation its figures
 */
public record ModelRun(
        String model,
        String kind,
        long seed,
        double trainSeconds,
        long modelBytes,
        int epochs,
        @Nullable Validated validation,
        List<Point> curve,
        Evaluation evaluation) {
    /**
     * What epochs were chosen by.
     *
     * @param metric for example {@code ndcg@10}
     * @param candidates what targets of the validation part were ranked among
     */
    public record Validated(String metric, String candidates) {}

    /**
     * One epoch.
     *
     * @param epoch its number, from 1
     * @param loss the mean training loss in it
     * @param metric its score on the validation part; null where there is none
     */
    public record Point(int epoch, double loss, @Nullable Double metric) {}

    /** Copies the curve. */
    public ModelRun {
        curve = List.copyOf(curve);
    }
}
