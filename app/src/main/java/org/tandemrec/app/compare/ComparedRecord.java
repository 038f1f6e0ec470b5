package org.tandemrec.app.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a comparison's {@code results.json}: a figure of one seed, of all seeds, or of one epoch. Fields that do not apply are null
 * and left out.
 *
 * @param dataset the data set's name
 * @param split the rule that cut the test part off
 * @param targets what was predicted, for example {@code successive}
 * @param candidates what targets were ranked among
 * @param model the model's name in the comparison
 * @param kind its kind
 * @param metric the metric's name; of an epoch's training loss {@code loss}
 * @param k the cut-off
 * @param slice the part of what was evaluated, for example {@code activity:low}
 * @param part of an epoch, {@code training} or {@code validation}, which it was measured on; null for the test part
 * @param value the figure; over all seeds, their mean
 * @param ciLow the lower end of the mean's interval
 * @param ciHigh its upper end
 * @param deviation the standard deviation over seeds
 * @param p the probability of the difference from the best model by chance, by randomisation, adjusted by Holm
 * @param pWilcoxon the same by Wilcoxon's signed ranks
 * @param significant whether p is below 0.05
 * @param n what it is a mean over
 * @param epoch the epoch
 * @param seed the seed, of one seed's figure
 * @param seeds all seeds, of a mean over them
 * @param trainSeconds how long training took
 * @param modelBytes the size of the model's weights on the disk
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ComparedRecord(
        String dataset,
        String split,
        @Nullable String targets,
        @Nullable String candidates,
        String model,
        String kind,
        String metric,
        @Nullable Integer k,
        @Nullable String slice,
        @Nullable String part,
        double value,
        @Nullable Double ciLow,
        @Nullable Double ciHigh,
        @Nullable Double deviation,
        @Nullable Double p,
        @Nullable Double pWilcoxon,
        @Nullable Boolean significant,
        @Nullable Integer n,
        @Nullable Integer epoch,
        @Nullable Long seed,
        @Nullable List<Long> seeds,
        @Nullable Double trainSeconds,
        @Nullable Long modelBytes) {}
