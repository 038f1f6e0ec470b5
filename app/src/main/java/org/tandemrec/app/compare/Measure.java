package org.tandemrec.app.compare;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemrec.eval.Evaluation.Figure;
import org.tandemrec.eval.Metric;
import org.tandemrec.eval.UserFigures;

/**
 * What models are compared by.
 *
 * @param candidates what targets are ranked among
 * @param metric the metric's name
 * @param k the cut-off; null where the metric has none
 * @param slice the part of what was evaluated; null for all of it
 */
public record Measure(
        String candidates,
        String metric,
        @Nullable Integer k,
        @Nullable String slice) {
    /** That of a figure. */
    public static Measure of(Figure figure) {
        return new Measure(figure.candidates(), figure.metric(), figure.k(), figure.slice());
    }

    /** What the values of users that are behind a model's figure are called. */
    UserFigures.Key key(String model) {
        return new UserFigures.Key(candidates, model, metric, k);
    }

    /** The same of a slice, or of everything where that is null. */
    public Measure of(@Nullable String otherSlice) {
        return new Measure(candidates, metric, k, otherSlice);
    }

    /** Which value is better. */
    public Metric.Direction direction() {
        return Metric.parse(metric).direction();
    }

    /** A number that is higher for a better value; what is no number is the worst. */
    public double goodness(double value) {
        double signed = direction() == Metric.Direction.LOWER ? -value : value;
        return Double.isNaN(signed) ? Double.NEGATIVE_INFINITY : signed;
    }

    /** Whether it is of everything that was evaluated. */
    public boolean isWhole() {
        return slice == null;
    }

    /** Whether another one differs from it by nothing but the slice. */
    public boolean isOfSame(Measure other) {
        return candidates.equals(other.candidates) && metric.equals(other.metric) && Objects.equals(k, other.k);
    }
}
