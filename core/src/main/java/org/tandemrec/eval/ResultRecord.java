package org.tandemrec.eval;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One figure of an evaluation: a line of {@code results.json}. Fields that do not apply are null and left out.
 *
 * @param dataset the data set's name
 * @param split the rule, for example {@code user-tail(0.1)}
 * @param targets {@code last}, {@code successive} or {@code all}
 * @param candidates the rule, for example {@code full-unseen}
 * @param model the model's name
 * @param metric the metric's name
 * @param k the cut-off of a ranking metric
 * @param slice the part of what was evaluated that it is of, for example {@code activity:low}; null for all
 * @param value the figure
 * @param ciLow lower end of its confidence interval
 * @param ciHigh upper end of its confidence interval
 * @param n what it is a mean over (users, targets or list entries)
 * @param epoch the epoch of a curve's point; null for the final figure
 * @param seed the seed of the run
 * @param trainSeconds how long the model took to train
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResultRecord(
        String dataset,
        String split,
        String targets,
        String candidates,
        String model,
        String metric,
        @Nullable Integer k,
        @Nullable String slice,
        double value,
        @Nullable Double ciLow,
        @Nullable Double ciHigh,
        int n,
        @Nullable Integer epoch,
        long seed,
        @Nullable Double trainSeconds) {
    /** A record of all that was evaluated. */
    public ResultRecord(
            String dataset,
            String split,
            String targets,
            String candidates,
            String model,
            String metric,
            @Nullable Integer k,
            double value,
            @Nullable Double ciLow,
            @Nullable Double ciHigh,
            int n,
            @Nullable Integer epoch,
            long seed,
            @Nullable Double trainSeconds) {
        this(
                dataset,
                split,
                targets,
                candidates,
                model,
                metric,
                k,
                null,
                value,
                ciLow,
                ciHigh,
                n,
                epoch,
                seed,
                trainSeconds);
    }

    /** The same with a confidence interval. */
    public ResultRecord withInterval(double low, double high) {
        return new ResultRecord(
                dataset,
                split,
                targets,
                candidates,
                model,
                metric,
                k,
                slice,
                value,
                low,
                high,
                n,
                epoch,
                seed,
                trainSeconds);
    }
}
