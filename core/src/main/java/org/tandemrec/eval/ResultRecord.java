package org.tandemrec.eval;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One figure of an evaluation: a line of {@code results.json}. Fields that do not apply are null and left out.
 *
 * @param dataset the data set's name
 * @param split the rule, for example {@code user-tail(0.1)}
 * @param targets {@code successive}
 * @param candidates {@code full-unseen} or {@code sampled-uniform(100)}
 * @param model the model's name
 * @param metric the metric's name
 * @param k the cut-off of a ranking metric
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
        double value,
        @Nullable Double ciLow,
        @Nullable Double ciHigh,
        int n,
        @Nullable Integer epoch,
        long seed,
        @Nullable Double trainSeconds) {}
