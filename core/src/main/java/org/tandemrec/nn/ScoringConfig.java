package org.tandemrec.nn;

import org.tandemrec.base.Check;
import org.tandemrec.base.Description;

/**
 * Which items a target is compared with in training.
 *
 * <p>Sampled: the other targets of the mini-batch and {@code negatives} further items, drawn anew for every mini-batch, shared by
 * its rows, with a probability proportional to count^{@code negativesAlpha} (Hidasi and Karatzoglou, CIKM 2018, section 3).
 */
public record ScoringConfig(
        @Description("items that a target is compared with in training: all, or a sample")
        Scoring scoring,

        @Description(
                "items drawn for every mini-batch, beside the other targets of the mini-batch; sampled scoring only")
        int negatives,

        @Description("negatives are drawn with a probability proportional to count^alpha: 0 uniform, 1 by popularity")
        float negativesAlpha,

        @Description("correct the sampled cross-entropy for the chance that an item is in the sample")
        boolean logQ) {
    /** Which items are scored in training. */
    public enum Scoring {
        /** All of them. */
        ALL_ITEMS,
        /** Those of the mini-batch and some drawn ones. */
        SAMPLED
    }

    /** All items. */
    public static final ScoringConfig ALL = new ScoringConfig(Scoring.ALL_ITEMS, 0, 0.5f, false);

    /** Checks every value. */
    public ScoringConfig {
        Check.argument(negatives >= 0, "negatives must not be negative, but was %d", negatives);
        Check.argument(
                scoring == Scoring.SAMPLED || negatives == 0,
                "negatives are drawn with scoring sampled only, but scoring is all-items and negatives was %d",
                negatives);
        Check.argument(
                negativesAlpha >= 0 && negativesAlpha <= 1,
                "negativesAlpha must be between 0 and 1, but was %s",
                negativesAlpha);
        Check.argument(scoring == Scoring.SAMPLED || !logQ, "logQ corrects scoring sampled only");
    }

    /**
     * The most items that a mini-batch scores.
     *
     * @param items how many there are
     * @param rows the targets of the mini-batch
     */
    public long columns(long items, long rows) {
        return switch (scoring) {
            case ALL_ITEMS -> items;
            case SAMPLED -> Math.min(items, rows + negatives);
        };
    }
}
